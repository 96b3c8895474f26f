import SuperposeGeometry
import SuperposeImaging

extension Registration {
  /// - Parameters:
  ///   - report: In pixels of the images' files.
  ///   - moving: What is in memory of the image that is laid on the other.
  ///   - fixed: What is in memory of the image that stays.
  init(report: RegistrationReport, _ moving: LoadedImage, _ fixed: LoadedImage) {
    self.init(report: report, moving: moving.image, fixed: fixed.image)
    self.report.moving.size = moving.size
    self.report.fixed.size = fixed.size
    reduction = moving.isReduced ? Reduction(moving: moving.factor, fixed: fixed.factor) : nil
  }

  /// Whether ``moving`` and ``fixed`` are reduced versions of files that are too large for the memory. Warped images
  /// and pictures in memory are then those of the reduced versions; what is written is made from the files, part by
  /// part.
  public var isReduced: Bool { reduction != nil }

  /// The same registration in pixels of the images that are in memory, for pictures of them.
  var ofLoadedImages: Registration {
    guard let reduction else { return self }
    let movingFromFile = PixelGrid.resize(by: 1 / reduction.moving)
    let fixedFromFile = PixelGrid.resize(by: 1 / reduction.fixed)
    var report = report
    report.moving.size = moving.size
    report.fixed.size = fixed.size
    report.fixedFromMoving = report.fixedFromMoving.map {
      fixedFromFile * $0 * PixelGrid.resize(by: reduction.moving)
    }
    report.movingFromFixed = report.movingFromFixed.map {
      movingFromFile * $0 * PixelGrid.resize(by: reduction.fixed)
    }
    let field = report.surface?.field?.carried(by: fixedFromFile)
    report.surface?.field = field
    for index in report.matches.indices {
      report.matches[index].moving = movingFromFile(report.matches[index].moving)
      report.matches[index].fixed = fixedFromFile(report.matches[index].fixed)
    }
    return Registration(report: report, moving: moving, fixed: fixed)
  }
}

extension RegistrationReport.ImageDescription {
  var size: ImageSize {
    get { ImageSize(width: width, height: height) }
    set { (width, height) = (newValue.width, newValue.height) }
  }
}
