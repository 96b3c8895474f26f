import ArgumentParser
import Foundation
import SuperposeGeometry
import SuperposeImaging

struct CurvesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curves", abstract: "Draws RUN/STAGE/metrics.jsonl as RUN/STAGE/curves.png, for each stage there is.")

  private static let panel = ImageSize(width: 420, height: 260)

  @Argument(help: ArgumentHelp("The folder of a run.", valueName: "run"))
  var folder: String

  func run() throws {
    let stages = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    let files = stages.map { "\(folder)/\($0)/metrics.jsonl" }.filter(FileManager.default.fileExists(atPath:))
    guard !files.isEmpty else {
      throw ToolError(.missingInput, "'\(folder)': no folder in it holds a metrics.jsonl; give the folder of a run")
    }
    for file in files {
      let place = (file as NSString).deletingLastPathComponent + "/curves.png"
      try Self.picture(of: MetricsFile(contentsOf: file)).write(to: URL(filePath: place))
      print(place)
    }
  }

  static func picture(of metrics: MetricsFile) -> Image {
    let panels = metrics.series.map {
      Figure.chart(Chart(title: $0.key, xTitle: "step", points: $0.points), size: panel)
    }
    let columns = min(3, panels.count)
    return Figure.grid(panels, rows: (panels.count + columns - 1) / columns, columns: columns, cell: panel)
  }
}
