import SuperposeImaging

/// How an overlay shows two images in one picture.
public enum OverlayStyle: String, Codable, CaseIterable, Sendable {
  /// The fixed image in cyan, the moving one in red, its brightness made that of the fixed one: grey where they agree,
  /// coloured edges where not.
  case twoColors
  /// Edges alone in the same colours, white where they meet: for images of different sensors.
  case edges
  /// Squares of the one and of the other in turn: lines run on across their edges where the images agree.
  case checkerboard

  /// Squares along a checkerboard's long side: small enough to meet every part of a scene, large enough to recognise
  /// it.
  private static let squares = 8

  var figureStyle: Figure.OverlayStyle {
    switch self {
    case .twoColors: .twoColors
    case .edges: .edges
    case .checkerboard: .checkerboard(squares: Self.squares)
    }
  }
}
