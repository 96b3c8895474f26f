import SuperposeImaging

extension Registration {
  package static let reportName = "registration.json"
  /// The name of the page that `SuperposeReport` makes of the result.
  package static let pageName = "report.html"
  /// The name of the picture with both images, small, for the page of a list.
  package static let thumbnailName = "thumbnail.jpg"

  /// Every name that a file of a result may have.
  static let outputNames =
    ["warped", "warped-fixed", "overlap-fixed", "overlap-moving"].flatMap { [$0 + ".png", $0 + ".tiff"] }
    + ["matches.png", "overlay.png", "aligned.png", pageName, thumbnailName, reportName]

  /// A picture of the result, which is drawn when it is written.
  struct Output {
    let name: String
    /// Draws the picture, or returns nil where the result has none.
    let picture: () -> Image?
  }

  func outputs(_ options: RegistrationOutputOptions) -> [Output] {
    let matches = Output(name: "matches.png") { matchesPicture(lines: options.matchLines) }
    guard report.verdict != .failed else { return [matches] }
    let back = Output(name: "warped-fixed." + fixed.outputExtension) { warpedFixed() }
    return [Output(name: "warped." + moving.outputExtension) { warpedMoving() }] + (options.both ? [back] : [])
      + overlapOutputs + [
        matches,
        Output(name: "overlay.png") { overlayPicture(style: options.overlay) },
        Output(name: "aligned.png") { alignedPicture() },
      ]
  }

  /// The two parts of ``overlap()``, one after the other.
  private var overlapOutputs: [Output] {
    guard let region = commonRegion else { return [] }
    return [
      Output(name: "overlap-fixed." + fixed.outputExtension) { region.cut(fixed: fixed, movingSize: moving.size) },
      Output(name: "overlap-moving." + moving.outputExtension) { region.cut(moving: moving) },
    ]
  }
}

extension Image {
  /// The extension of a file for what this image's file held: TIFF stays TIFF, and TIFF is also used for floating
  /// point, which PNG does not have.
  fileprivate var outputExtension: String { sourceFormat == .tiff || depth == .float32 ? "tiff" : "png" }
}
