import SuperposeImaging

/// How an overlay shows two images in one picture.
public enum OverlayStyle: String, Codable, CaseIterable, Sendable {
  /// The fixed image in cyan, the moving one in red: grey where they agree, coloured edges where not.
  case twoColors
  /// Squares of the one and of the other in turn: lines run on across their edges where the images agree.
  case checkerboard

  /// Squares along a checkerboard's long side: small enough to meet every part of a scene, large enough to recognise it.
  private static let squares = 8

  var figureStyle: Figure.OverlayStyle {
    switch self {
    case .twoColors: .twoColors
    case .checkerboard: .checkerboard(squares: Self.squares)
    }
  }
}
