import SuperposeImaging

/// The way in which an overlay shows two images in one picture.
public enum OverlayStyle: String, Codable, CaseIterable, Sendable {
  /// The fixed image in cyan and the moving one in red, after its brightness was adapted to the fixed one: grey where
  /// they agree, with coloured edges where they do not.
  case twoColors
  /// Only the edges, in the same colours and white where they meet: for images of different sensors.
  case edges
  /// Squares of both images in turn: lines continue across the squares' edges where the images agree.
  case checkerboard

  /// The number of squares along a checkerboard's long side: small enough to meet every part of a scene, and large
  /// enough to recognise it.
  private static let squares = 8

  var figureStyle: Figure.OverlayStyle {
    switch self {
    case .twoColors: .twoColors
    case .edges: .edges
    case .checkerboard: .checkerboard(squares: Self.squares)
    }
  }
}
