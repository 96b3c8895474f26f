import SuperposeGeometry
public import SuperposeImaging

extension Registration {
  /// The long side of a cell of ``alignedPicture()``, in pixels: four cells fill a screen.
  static let cellLongSide = 1024

  /// Draws both images side by side, the moving one on the left, under the verdict and its reasons. Inliers have lines
  /// in colours that differ from those of their neighbours; other matches are faint and grey. Large images are shrunk.
  ///
  /// - Parameters:
  ///   - lines: The largest number of lines, which are spread over the picture; nil for all.
  ///   - style: The colour, radius and thickness.
  public func matchesPicture(lines: Int? = Figure.defaultLines, style: Figure.Style = .init()) -> Image {
    let shown = ofLoadedImages
    let matches = shown.report.matches.map { match in
      Figure.Match(
        left: match.moving, right: match.fixed, confidence: Double(match.confidence), isAccepted: match.inlier)
    }
    return Figure.matches(
      matches, left: moving, right: fixed, lines: lines, style: style, caption: report.matchesCaption)
  }

  /// Draws the fixed image and the warped moving one in one picture. Where the moving image does not reach, only the
  /// fixed one is seen. Large images are shrunk. Returns nil where the images are not registered.
  public func overlayPicture(style: OverlayStyle = .twoColors) -> Image? {
    guard let pair = ShrunkPair(self, longSide: Figure.defaultLongSide), let warped = pair.warpedMoving else {
      return nil
    }
    return Figure.overlay(fixed: pair.fixed, warped: warped, style: style.figureStyle)
  }

  /// Draws two rows of two: moving and warped moving, fixed and warped fixed. Where the images have little in common,
  /// the right ones are both in a frame that holds all of both. Large images are shrunk. Returns nil where the images
  /// are not registered.
  public func alignedPicture() -> Image? {
    guard let pair = ShrunkPair(self, longSide: Self.cellLongSide) else { return nil }
    if let (moving, fixed) = pair.inCommonFrame(longSide: Self.cellLongSide) {
      return Figure.grid(
        [pair.moving, moving, pair.fixed, fixed], rows: 2, columns: 2,
        cell: .cell(for: [pair.moving.size, pair.fixed.size, moving.size], longSide: Self.cellLongSide),
        labels: ["moving", "moving, in the frame of both", "fixed", "fixed, in the frame of both"])
    }
    guard let warpedMoving = pair.warpedMoving, let warpedFixed = pair.warpedFixed else { return nil }
    return Figure.grid(
      [pair.moving, warpedMoving, pair.fixed, warpedFixed], rows: 2, columns: 2,
      cell: .cell(for: [pair.moving.size, pair.fixed.size], longSide: Self.cellLongSide),
      labels: ["moving", "moving, warped onto fixed", "fixed", "fixed, warped back onto moving"])
  }
}

extension RegistrationReport {
  fileprivate var matchesCaption: Figure.Caption {
    let (title, color): (String, Color) =
      switch verdict {
      case .registered: ("registered", Color(rgb: 0x108030))
      case .doubtful: ("doubtful", Color(rgb: 0xB06000))
      case .failed: ("not registered", Color(rgb: 0xC01818))
      }
    return Figure.Caption(title: title, color: color, verbs: ["agree", "do not"], notes: reasons)
  }
}

extension ImageSize {
  /// Returns the size of a cell in which every picture has the same long side: that of the largest, but at most
  /// `longSide`.
  static func cell(for pictures: [ImageSize], longSide: Int) -> ImageSize {
    let side = Double(max(1, min(longSide, pictures.map(\.longSide).max() ?? longSide)))
    func largest(_ part: KeyPath<ImageSize, Int>) -> Int {
      pictures.map { max(1, Int((Double($0[keyPath: part]) * side / Double($0.longSide)).rounded())) }.max() ?? 1
    }
    return ImageSize(width: largest(\.width), height: largest(\.height))
  }
}

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
