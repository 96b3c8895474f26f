public import Superpose
import SuperposeFiles
import SuperposeGeometry
public import SuperposeWeights

/// The page of one registration: the verdict, the viewer, and all figures.
public struct RegistrationPage {
  /// What was found.
  public var report: RegistrationReport
  /// The moving image.
  public var moving: PagePicture
  /// The fixed image.
  public var fixed: PagePicture
  /// The licence of the weights that a result was made with, where it is known.
  public var licence: (WeightsDescription) -> String?
  /// The address of the list that the pair belongs to.
  public var listAddress: String?
  /// Files of the result that the page offers.
  public var downloads: [PageDownload] = []

  /// - Parameters:
  ///   - report: what was found.
  ///   - moving: the moving image.
  ///   - fixed: the fixed image.
  ///   - listAddress: the address of the list that the pair belongs to; nil for a pair on its own.
  ///   - licence: the licence of the weights, where it is known.
  public init(
    _ report: RegistrationReport, moving: PagePicture, fixed: PagePicture, listAddress: String? = nil,
    licence: @escaping (WeightsDescription) -> String? = { _ in nil }
  ) {
    self.report = report
    self.moving = moving
    self.fixed = fixed
    self.listAddress = listAddress
    self.licence = licence
  }

  /// The page.
  /// - Parameter assets: where it has its style sheets and scripts.
  /// - Throws: ``ReportError`` where the program's own templates are missing.
  public func html(assets: PageAssets = .inside) throws -> String {
    try PageTemplates.filled(.report, with: Values(self, assets: assets))
  }
}

extension RegistrationPage {
  /// The values that the template `report` names.
  private struct Values {
    let shell: PageShell
    let listLink: String?
    let downloads: [PageDownload]
    let verdictClass: String
    let isRegistered: Bool
    let isDoubtful: Bool
    let isFailed: Bool
    let verdictTitle: String
    let verdictSentence: String
    let movingName: String
    let fixedName: String
    let hasReasons: Bool
    let reasons: [String]
    let hasAdvice: Bool
    let advice: [Advice]
    let figures: [PageFigure]
    let hasTransform: Bool
    let transforms: [TransformText]
    let files: [FileRow]
    let hasStages: Bool
    let stages: [StageRow]
    let totalSeconds: String
    let hasSettings: Bool
    let settings: [SettingRow]
    let weights: [WeightsRow]
    let viewerData: String

    init(_ page: RegistrationPage, assets: PageAssets) throws {
      let report = page.report
      movingName = Words.fileName(report.moving.path)
      fixedName = Words.fileName(report.fixed.path)
      shell = try PageShell(title: "\(movingName) onto \(fixedName)", page: .report, assets: assets)
      listLink = page.listAddress
      downloads = page.downloads
      verdictClass = report.verdict.rawValue
      isRegistered = report.verdict == .registered
      isDoubtful = report.verdict == .doubtful
      isFailed = report.verdict == .failed
      verdictTitle = report.verdict.title
      verdictSentence = report.sentence
      reasons = (report.reasons + report.notes).map(\.asSentence)
      hasReasons = !reasons.isEmpty
      advice = Advice.all(report)
      hasAdvice = !advice.isEmpty
      figures = PageFigure.all(report)
      let size = ImageSize(width: report.fixed.width, height: report.fixed.height)
      transforms = report.fixedFromMoving.map { TransformText.all($0, fixedSize: size) } ?? []
      hasTransform = !transforms.isEmpty
      files = [
        FileRow("Moving", report.moving, page.moving), FileRow("Fixed", report.fixed, page.fixed),
      ]
      (stages, totalSeconds) = StageRow.all(report)
      hasStages = !stages.isEmpty
      settings = try SettingRow.all(report.configuration)
      hasSettings = !settings.isEmpty
      weights = WeightsRow.all(report, licence: page.licence)
      viewerData = try JSON.forScript(
        ViewerData(report, moving: page.moving.address, fixed: page.fixed.address))
    }
  }
}

/// The settings of reports.
public struct ReportOptions {
  /// The largest number of pixels of the pictures' long sides.
  public var longSide = EmbeddedPicture.defaultLongSide
  /// Whether the pair belongs to a list. Its page then links to the list, and it has a thumbnail.
  public var isInList = false
  /// Returns the licence of weights, where it is known.
  public var licence: (WeightsDescription) -> String? = { _ in nil }

  /// Pages of pairs on their own, with pictures of 2048 pixels.
  public init() {}
}
