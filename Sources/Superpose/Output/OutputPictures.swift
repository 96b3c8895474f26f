import SuperposeGeometry
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
  static let outputNames: [String] = {
    let images = ["warped", "fixed-framed", "warped-fixed", "overlap-fixed", "overlap-moving"]
    let others = ["matches.png", "overlay.png", "aligned.png", matchesTableName, pageName, thumbnailName, reportName]
    // World files and projections stand beside images of maps.
    let endings = [".png", ".tiff", ".pgw", ".tfw", ".prj"]
    return images.flatMap { image in endings.map { image + $0 } } + others + TransformForm.allCases.map(\.fileName)
  }()

  /// A picture of the result, which is drawn when it is written.
  struct Output {
    let name: String
    /// Draws the picture, or returns nil where the result has none.
    let picture: () -> Image?
    /// Writes the picture part by part; nil for one that is drawn.
    let stream: StreamedWarp?
    /// The part of the fixed image's plane that it shows, pixel on pixel; nil for another plane.
    let area: PixelRectangle?

    init(name: String, area: PixelRectangle? = nil, picture: @escaping () -> Image?) {
      (self.name, self.area, self.picture, stream) = (name, area, picture, nil)
    }

    init(name: String, area: PixelRectangle? = nil, stream: StreamedWarp) {
      (self.name, self.area, self.stream) = (name, area, stream)
      picture = { nil }
    }
  }

  /// - Parameter georeference: Where the fixed image lies on the earth. A GeoTIFF makes TIFF files of all images.
  func outputs(
    _ options: RegistrationOutputOptions, _ frame: AppliedTransform.Frame?, _ georeference: Georeference? = nil
  ) -> [Output] {
    let chosen = options.outputs.union(options.both ? [.warpedFixed] : [])
    let isGeoTIFF = georeference?.isGeoTIFF == true
    let extensions = Extensions(
      moving: isGeoTIFF ? "tiff" : moving.outputExtension, fixed: isGeoTIFF ? "tiff" : fixed.outputExtension)
    func outputs(_ kind: RegistrationOutput) -> [Output] {
      if isStreamed(kind) { return streamedOutputs(kind, frame) }
      switch kind {
      case .json: return []
      case .warped: return warpedOutputs(frame, extensions)
      case .warpedFixed: return [Output(name: "warped-fixed." + fixed.outputExtension) { warpedFixed() }]
      case .overlap: return overlapOutputs(extensions)
      case .matches: return [Output(name: "matches.png") { matchesPicture(lines: options.matchLines) }]
      case .overlay: return [Output(name: "overlay.png") { overlayPicture(style: options.overlay) }]
      case .aligned: return [Output(name: "aligned.png") { alignedPicture() }]
      }
    }
    let possible = report.verdict == .failed ? [.matches] : RegistrationOutput.allCases
    return possible.filter { chosen.contains($0) }.flatMap(outputs)
  }

  /// Those of files that are made of either image.
  private struct Extensions {
    let moving: String
    let fixed: String
  }

  /// The moving image warped and, where the frame is not the fixed image's, the fixed image in it.
  private func warpedOutputs(_ frame: AppliedTransform.Frame?, _ extensions: Extensions) -> [Output] {
    guard let frame else {
      return [
        Output(name: "warped." + extensions.moving, area: PixelRectangle(report.fixed.size)) { warpedMoving() }
      ]
    }
    return [
      Output(name: "warped." + extensions.moving, area: frame.area) { warpedMoving(frame.area) },
      Output(name: "fixed-framed." + extensions.fixed, area: frame.area) { framedFixed(frame.area) },
    ]
  }

  /// The two parts of ``overlap()``, one after the other.
  private func overlapOutputs(_ extensions: Extensions) -> [Output] {
    guard let region = commonRegion else { return [] }
    return [
      Output(name: "overlap-fixed." + extensions.fixed, area: region.area) { region.cut(fixed: fixed) },
      Output(name: "overlap-moving." + extensions.moving, area: region.area) { region.cut(moving: moving) },
    ]
  }
}

extension CommonRegion {
  var area: PixelRectangle { PixelRectangle(x: x, y: y, width: size.width, height: size.height) }
}

extension Image {
  /// The extension of a file for what this image's file held: TIFF stays TIFF, and TIFF is also used for floating
  /// point, which PNG does not have.
  public var outputExtension: String { sourceFormat == .tiff || depth == .float32 ? "tiff" : "png" }
}
