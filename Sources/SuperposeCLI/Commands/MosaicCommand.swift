import ArgumentParser
import Foundation
import Superpose
import SuperposeFiles
import SuperposeGeometry
import SuperposeImaging
import SuperposeStacks

struct MosaicCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mosaic", abstract: "Makes one picture of many that overlap: flat scenes, strips from the air.",
    discussion: """
      Finds how all images lie on one another as 'superpose stack' does, then makes their brightness alike, lays the \
      seams where neighbours differ least and blends them (OpenCV's stitching). Images that match none are named and \
      left out. Beside the picture stand .json, which says where each image lies, and .jsonl, from which a run that \
      was stopped goes on. A panorama from a camera that turned does not fit on a plane and is refused.
      """)

  @Argument(help: "The images, in their order along the strip where they have one.")
  var images: [String]

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The picture to write: .png or .tif (both with alpha), .jpg, .webp or .bmp.", valueName: "file"))
  var output = "mosaic.png"

  @OptionGroup var graph: StackGraphOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many pixels of the mosaic lie along one of the reference. (default: 1, or less where it would have more "
        + "than 64 megapixels)",
      valueName: "factor"))
  var scale: Double?

  @Flag(name: .customLong("no-exposure"), help: "Leave the brightness of all images as it is.")
  var withoutExposure = false

  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if let scale, !(scale.isFinite && scale > 0) {
      throw ValidationError("--scale: expected a positive number, found \(scale).")
    }
  }

  func run() throws {
    let file = try PictureFile(output, inputs: images)
    let stem = output.withoutExtension
    let journal = try OutputFile(stem + ".jsonl", inputs: images)
    let data = try OutputFile(stem + ".json", inputs: images)
    let options = try graph.options(images)
    let registrar = try shared.registrar()
    var progress = ProgressLine(isQuiet: shared.output.quiet)
    let stack = try StackRegistrar(registrar).stack(
      images.map(URL.init(path:)), options: options, journal: journal.url
    ) { progress.show($0.stage.rawValue, $0.done, of: $0.total, before: $0.earlier) }
    let mosaic = try Mosaic(stack, options: mosaicOptions)
    func show(_ step: Mosaic.Progress) { progress.show(step.stage.rawValue, step.done, of: step.total) }
    if mosaic.isLarge, FileFormat(pathExtensionOf: file.file.url) == .tiff {
      try mosaic.write(to: file.file.url, progress: show)
      progress.end()
    } else {
      let picture = try mosaic.picture(progress: show)
      progress.end()
      try file.write(stored(picture))
    }
    let report = MosaicReport(mosaic, stack, file: output.lastPathPart, registrar: registrar)
    try data.write(try JSON.document(report))
    try shared.output.present(json: report, summary: MosaicSummary(report: report, path: output).text)
    try StackGraphOptions.exit(for: stack)
  }

  private var mosaicOptions: MosaicOptions {
    var options = MosaicOptions()
    options.scale = scale
    options.compensatesExposure = !withoutExposure
    return options
  }

  /// Returns the picture without alpha where the file's format has none: black where no image is.
  private func stored(_ picture: Image) -> Image {
    switch FileFormat(pathExtensionOf: URL(path: output)) {
    case .jpeg, .bmp: picture.withChannels(3)
    case .png, .tiff, .webp, nil: picture
    }
  }
}
