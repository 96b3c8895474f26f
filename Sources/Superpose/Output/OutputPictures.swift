import SuperposeImaging

extension Registration {
  package static let reportName = "registration.json"
  /// The name of the page that `SuperposeReport` makes of the result.
  package static let pageName = "report.html"
  /// The name of the picture with both images, small, for the page of a list.
  package static let thumbnailName = "thumbnail.jpg"

  /// The name of the table of matches.
  static let matchesTableName = "matches.csv"

  /// Every name that a file of a result may have.
  static let outputNames =
    ["warped", "fixed-framed", "warped-fixed", "overlap-fixed", "overlap-moving"].flatMap {
      [$0 + ".png", $0 + ".tiff"]
    } + ["matches.png", "overlay.png", "aligned.png", matchesTableName, pageName, thumbnailName, reportName]
    + TransformForm.allCases.map(\.fileName)

  /// A picture of the result, which is drawn when it is written.
  struct Output {
    let name: String
    /// Draws the picture, or returns nil where the result has none.
    let picture: () -> Image?
  }

  func outputs(_ options: RegistrationOutputOptions, _ frame: AppliedTransform.Frame?) -> [Output] {
    let chosen = options.outputs.union(options.both ? [.warpedFixed] : [])
    func outputs(_ kind: RegistrationOutput) -> [Output] {
      switch kind {
      case .json: []
      case .warped: warpedOutputs(frame)
      case .warpedFixed: [Output(name: "warped-fixed." + fixed.outputExtension) { warpedFixed() }]
      case .overlap: overlapOutputs
      case .matches: [Output(name: "matches.png") { matchesPicture(lines: options.matchLines) }]
      case .overlay: [Output(name: "overlay.png") { overlayPicture(style: options.overlay) }]
      case .aligned: [Output(name: "aligned.png") { alignedPicture() }]
      }
    }
    let possible = report.verdict == .failed ? [.matches] : RegistrationOutput.allCases
    return possible.filter { chosen.contains($0) }.flatMap(outputs)
  }

  /// The moving image warped and, where the frame is not the fixed image's, the fixed image in it.
  private func warpedOutputs(_ frame: AppliedTransform.Frame?) -> [Output] {
    guard let frame else { return [Output(name: "warped." + moving.outputExtension) { warpedMoving() }] }
    return [
      Output(name: "warped." + moving.outputExtension) { warpedMoving(frame.area) },
      Output(name: "fixed-framed." + fixed.outputExtension) { framedFixed(frame.area) },
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
  public var outputExtension: String { sourceFormat == .tiff || depth == .float32 ? "tiff" : "png" }
}
