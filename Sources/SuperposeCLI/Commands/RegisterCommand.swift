import ArgumentParser
import Foundation
import Superpose
import SuperposeFiles
import SuperposeReport

struct RegisterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Lays a moving image on a fixed one.",
    discussion: """
      Writes the moving image in the fixed image's frame, the region that both share, pictures of the result, and \
      registration.json. Exits with 0 if registered, 3 if doubtful, 4 if not registered.
      """)

  enum Overlay: String, Choice {
    case twoColors = "two-colors"
    case edges
    case checkerboard

    var style: OverlayStyle {
      switch self {
      case .twoColors: .twoColors
      case .edges: .edges
      case .checkerboard: .checkerboard
      }
    }
  }

  enum TableFormat: String, Choice {
    case csv
  }

  @Argument(help: "The image that is warped.")
  var moving: String

  @Argument(help: "The image that stays as it is.")
  var fixed: String

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The folder to write to; files of the same names are replaced. (default: named after both images, 'a-b' for "
        + "a.jpg and b.jpg)",
      valueName: "folder"))
  var output: String?

  @Flag(help: "Also write the fixed image in the moving image's frame.")
  var both = false

  @Option(
    help: ArgumentHelp(
      "How overlay.png shows both images: two-colors, of one brightness; edges, for images of different sensors; "
        + "or a checkerboard.",
      valueName: "style"))
  var overlay = Overlay.twoColors

  @Option(
    help: ArgumentHelp(
      "What to write, with commas: json, warped, warped-fixed, overlap, matches, overlay, aligned. (default: all but "
        + "warped-fixed)",
      valueName: "files"))
  var write: ChoiceList<RegistrationOutput>?

  @OptionGroup var framing: FramingOptions
  @OptionGroup var forms: FormOptions

  @Option(help: ArgumentHelp("Also write all matches as a table: csv.", valueName: "format"))
  var matches: TableFormat?

  @OptionGroup var drawing: LineOptions

  @Flag(name: .customLong("no-timings"), help: "Leave the times out, so that equal results are equal bytes.")
  var withoutTimings = false

  @OptionGroup var imagePages: ImagePageOptions
  @OptionGroup(title: "What takes part") var masks: MaskOptions
  @OptionGroup(title: "Where the search begins") var start: LandmarkOptions
  @OptionGroup var pages: PageOptions
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard !start.landmarksOnly || !masks.areGiven else {
      throw ValidationError(
        "--landmarks-only: expected no masks, regions and overlays beside it: it looks for no keypoints.")
    }
  }

  func run() throws {
    TemporaryFiles.contain()
    let folder = try OutputFolder(output ?? Self.folderName(moving, fixed))
    var registration = try registered()
    shared.output.note(registration.warnings)
    if withoutTimings { registration.report.seconds = nil }
    let (written, paths) = try write(&registration, to: folder.path)
    try shared.output.present(
      json: written, summary: RegistrationSummary(report: written, files: paths).text)
    try Self.exit(for: registration.verdict)
  }

  private func registered() throws -> Registration {
    let (moving, fixed) = (URL(path: moving), URL(path: fixed))
    if start.landmarksOnly, let landmarks = try start.landmarks() {
      return try Registration(
        moving: moving, fixed: fixed, landmarks: landmarks, configuration: shared.configuration, pages: imagePages.pages
      )
    }
    var guidance = try masks.guidance()
    guidance.start = try start.searchStart()
    return try shared.registrar().register(moving: moving, onto: fixed, guidance: guidance, pages: imagePages.pages)
  }

  /// Writes all files and shows the progress.
  ///
  /// - Returns: The content of `registration.json`, and the paths of the files.
  private func write(
    _ registration: inout Registration, to folder: String
  ) throws -> (report: RegistrationReport, paths: [String]) {
    var progress = ProgressLine(isQuiet: shared.output.quiet || !StandardStream.error.isTerminal)
    let written = try registration.write(to: URL(path: folder), options: outputOptions) {
      progress.show("writing", $0)
    }
    progress.end()
    registration.report = written.report
    let paths = written.files.map(\.pathText)
    guard pages.isWanted else { return (written.report, paths) }
    try ResultFolder(URL(path: folder)).writePage(registration, pages.size.options)
    return (written.report, paths + [folder + "/" + ResultFolder.pageName])
  }

  private var outputOptions: RegistrationOutputOptions {
    var options = RegistrationOutputOptions()
    options.both = both
    options.timings = !withoutTimings
    options.overlay = overlay.style
    options.matchLines = drawing.lines.count
    if let write { options.outputs = Set(write.values) }
    options.framing = framing.framing
    options.forms = forms.forms.values
    options.matchesTable = matches != nil
    return options
  }

  /// Returns `a-b` for `photos/a.jpg` and `b.tif`.
  private static func folderName(_ moving: String, _ fixed: String) -> String {
    [moving, fixed].map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent }.joined(separator: "-")
  }

  private static func exit(for verdict: Verdict) throws {
    switch verdict {
    case .registered: return
    case .doubtful: throw ExitCode(ExitStatus.doubtful.rawValue)
    case .failed: throw ExitCode(ExitStatus.notRegistered.rawValue)
    }
  }
}

extension Registration {
  /// The notes about how both files were read.
  fileprivate var warnings: [String] {
    [(report.moving.path, moving), (report.fixed.path, fixed)].flatMap { path, image in
      image.warnings.map { "\(path): \($0)" }
    }
  }
}
