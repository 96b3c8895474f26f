import ArgumentParser
import Foundation
import Superpose
import SuperposeAnnotations
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging

struct ApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "Carries other images, points and boxes along with a registered image.",
    discussion: """
      First the registration.json of a result, or several, each of which begins with the image that the one before it \
      ends in. Then images of the same frame at any resolution (channels, masks), and annotations: CSV with columns x \
      and y (or xmin, ymin, xmax, ymax), GeoJSON, COCO, LabelMe. Results keep their names; transform.json says what \
      was done, and can be applied again.
      """)

  @Argument(
    help: ArgumentHelp(
      "One or more registration.json, transform.json or folders of results, then images and annotations.",
      valueName: "transform> ... <file"))
  var files: [String]

  @Option(
    name: [.short, .long], help: ArgumentHelp("The folder to write to.", valueName: "folder"))
  var output = "applied"

  @Flag(help: "From the fixed image's frame back to the moving image's.")
  var inverse = false

  @Option(
    help: ArgumentHelp(
      "How images are sampled: nearest, linear, cubic or lanczos. (default: nearest for label images and palettes, "
        + "cubic for others)",
      valueName: "method"))
  var interpolation: WarpInterpolation?

  @OptionGroup var framing: FramingOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many pixels of the files lie along one pixel of the image that was registered. (default: by the sizes of "
        + "images, COCO and LabelMe; 1 for points alone)",
      valueName: "factor"))
  var scale: Double?

  @Option(
    help: ArgumentHelp(
      "Where the files' points count from: center or corner of the top-left pixel. (default: center for CSV and "
        + "COCO's keypoints, corner for others)",
      valueName: "place"))
  var pixelOrigin: PixelOrigin?

  @Option(
    help: ArgumentHelp("The columns of a CSV file that hold x and y.", valueName: "x,y"),
    transform: AnnotationOptions.Columns.init(argument:))
  var columns = AnnotationOptions.Columns()

  @Option(
    help: ArgumentHelp(
      "Which page of TIFF files is warped: a number, counted from 1, or all, into one file.", valueName: "number"))
  var page = PageArgument.first

  @Flag(
    help: """
      Go part by part and write tiled BigTIFF files with pyramids, whatever the size. Images that would take more than \
      1 GiB with their results always do.
      """)
  var tiles = false

  @Flag(
    help: """
      Write points (CSV, GeoJSON) as GeoJSON in the coordinate system of the fixed image, which must be a GeoTIFF or \
      have a world file.
      """)
  var mapCoordinates = false

  @OptionGroup var forms: FormOptions
  @OptionGroup(title: "Output") var console: OutputOptions

  func validate() throws {
    if let scale, !(scale.isFinite && scale > 0) {
      throw ValidationError("--scale: expected a positive number, found \(scale).")
    }
  }

  func run() throws {
    TemporaryFiles.contain()
    let folder = try OutputFolder(output)
    let (transforms, others) = try sorted()
    console.note(TransformFile.warnings(transforms))
    let composed = try TransformFile.composed(transforms)
    var progress = ProgressLine(isQuiet: console.quiet || !StandardStream.error.isTerminal)
    let applied = try (inverse ? composed.inverse : composed).apply(
      to: others.map(URL.init(path:)), writingTo: folder.url, options: options
    ) { progress.show("applying", $0) }
    progress.end()
    try console.present(
      json: applied, summary: ApplySummary(applied: applied, folder: output, forms: options.forms).text)
  }

  private var options: ApplyOptions {
    var options = ApplyOptions()
    options.interpolation = interpolation
    options.framing = framing.framing
    options.annotations = AnnotationOptions(origin: pixelOrigin, scale: scale, columns: columns)
    options.forms = forms.forms.values
    options.pages = page.selection
    options.mapCoordinates = mapCoordinates
    if tiles { options.largestInMemory = 0 }
    return options
  }

  /// Reads the transforms, and returns the other files.
  private func sorted() throws -> ([TransformFile], [String]) {
    // The first file is a transform, whatever it holds: the error then says what is wrong with it.
    let count = 1 + files.dropFirst().prefix { TransformFile.isTransform(URL(path: $0)) }.count
    if let late = files.dropFirst(count).first(where: { TransformFile.isTransform(URL(path: $0)) }) {
      throw ValidationError("'\(late)' is a transform: give transforms before all other files.")
    }
    return (try files.prefix(count).map { try TransformFile(contentsOf: URL(path: $0)) }, Array(files.dropFirst(count)))
  }
}

extension AnnotationOptions.Columns {
  init(argument: String) throws {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard names.count == 2, !names.contains("") else { throw ValidationError("expected two names, as in x,y") }
    self.init(x: names[0], y: names[1])
  }
}
