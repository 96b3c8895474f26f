import Foundation
import Superpose
import SuperposeGeometry
import SuperposeImaging
import TestSupport
import Testing

@testable import SuperposeExport

/// Runs the programs of `examples/onnx` on a pair whose transform is known.
@Suite struct Examples {
  private let folder: String
  private let files: [String]

  init() throws {
    folder = NSTemporaryDirectory() + "superpose-examples-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let examples = Subjects.repository + "/examples/"
    files = [folder + "/model.onnx", examples + "map-photographed.jpg", examples + "map.jpg", folder + "/aligned.png"]
  }

  private func write(_ options: ExportOptions) throws {
    let superGlue = try Subjects.library.load(nil, for: .superglue).parameters
    try Subjects.model(.registration, options, superGlue: superGlue).write(to: URL(fileURLWithPath: files[0]))
  }

  @Test(arguments: [ExportOptions.test(), .test(.static, size: (640, 480), count: 800)])
  func python(_ options: ExportOptions) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write(options)
    let script = Subjects.repository + "/examples/onnx/register.py"
    #expect(try String(contentsOfFile: script, encoding: .utf8).split(separator: "\n").count < 40)
    try expectTruth(try Command.python([script] + files))
  }

  @Test func cxx() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write(.test())
    // The command is that of examples/onnx/README.md.
    let source = Subjects.repository + "/examples/onnx/register.cpp"
    let compilation = try Command.run([
      "bash", "-c",
      "c++ -std=c++17 -O1 \"$1\" -o \"$2\" $(pkg-config --cflags --libs superpose-openvino opencv4) -lopenvino", "bash",
      source, folder + "/register",
    ])
    try #require(compilation.status == 0, "\(compilation.text)")
    try expectTruth(try Command.run([folder + "/register"] + files))
  }

  /// Expects that the printed transform maps the moving image's corners to within five pixels of where they belong.
  private func expectTruth(_ outcome: Command.Outcome) throws {
    try #require(outcome.status == 0, "\(outcome.text)")
    let start = try #require(outcome.text.firstIndex(of: "["))
    let numbers = outcome.text[start...].split { "[], ;\n".contains($0) }.compactMap { Double($0) }
    try #require(numbers.count == 9, "\(outcome.text)")
    struct Truth: Decodable { let fixedFromMoving: [[Double]] }
    let file = URL(fileURLWithPath: Subjects.repository + "/examples/map-truth.json")
    let truth = try JSONDecoder().decode(Truth.self, from: try Data(contentsOf: file)).fixedFromMoving.flatMap { $0 }
    let size = try Image(contentsOf: URL(filePath: files[1])).size
    for corner in [(0, 0), (size.width, 0), (0, size.height), (size.width, size.height)] {
      let (x, y) = (Double(corner.0), Double(corner.1))
      #expect(mapped(numbers, x, y).distance(to: mapped(truth, x, y)) < 5)
    }
    #expect(
      try Image(contentsOf: URL(filePath: files[3])).size == (try Image(contentsOf: URL(filePath: files[2]))).size)
  }

  private func mapped(_ h: [Double], _ x: Double, _ y: Double) -> Point {
    let w = h[6] * x + h[7] * y + h[8]
    return Point(x: (h[0] * x + h[1] * y + h[2]) / w, y: (h[3] * x + h[4] * y + h[5]) / w)
  }
}
