import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  /// Tests images and weights that are missing or malformed.
  @Suite struct InputErrors {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private static let commands = ["register", "match", "detect", "show", "benchmark"]

    private func expect(
      _ command: String, _ path: String, status: Int32, _ problem: String, program: Program = Program(),
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let takesTwo = !["detect", "show"].contains(command)
      let folder = scratch.path("results")
      let target =
        ["register", "show"].contains(command) ? ["--output", command == "show" ? folder + ".png" : folder] : []
      let outcome = try program.run([command, path] + (takesTwo ? [Repository.example("a.jpg")] : []) + target)
      #expect(outcome.status == status, sourceLocation: sourceLocation)
      #expect(outcome.errors == "superpose: cannot read image '\(path)': \(problem)\n", sourceLocation: sourceLocation)
      #expect(outcome.text == "", sourceLocation: sourceLocation)
      #expect(try scratch.names().filter { $0.hasPrefix("results") } == [], sourceLocation: sourceLocation)
    }

    @Test(arguments: commands)
    func missing(command: String) throws {
      try expect(command, scratch.path("gone.jpg"), status: 66, "no such file; check the path")
    }

    @Test(arguments: commands)
    func folder(command: String) throws {
      try expect(command, scratch.path, status: 66, "it is a folder; give an image file")
    }

    @Test(arguments: commands)
    func text(command: String) throws {
      let path = try scratch.write("text.jpg", Data("not a picture".utf8))
      try expect(
        command, path, status: 65,
        "its content is not a picture in a known format; give a PNG, TIFF, JPEG, WebP or BMP file")
    }

    @Test func empty() throws {
      try expect(
        "match", try scratch.write("empty.png", Data()), status: 65, "the file is empty; give an image file")
    }

    @Test func truncated() throws {
      let whole = try Data(contentsOf: URL(fileURLWithPath: Repository.example("a.jpg")))
      let path = try scratch.write("half.jpg", whole.prefix(whole.count / 2))
      try expect("match", path, status: 65, "the file ends before its picture does; copy or download it again")
    }

    @Test func unreadable() throws {
      let path = try scratch.grayImage("secret.pgm", width: 8, height: 8)
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
      try expect(
        "match", path, status: 77, "permission denied; make the file and its folder readable for you",
        program: Program(prefix: Privileges.none))
    }

    @Test(arguments: [
      ("gpu.99", "\"GPU.99\", but it is not there"), ("foo", "\"FOO\", but it is not there"),
      ("hetero:gpu.99,cpu", "\"HETERO:GPU.99,CPU\", but it is not there"),
      ("nvidia", "\"NVIDIA\", but an NVIDIA card is cuda or cuda:N"),
    ])
    func deviceThatIsNotThere(_ device: String, _ problem: String) throws {
      let outcome = try Program().run("detect", Repository.example("cat.jpg"), "--device", device)
      #expect(outcome.status == 69)
      let start = "superpose: device: expected a device that runs the networks, found \(problem); here "
      #expect(outcome.errors.hasPrefix(start), "\(outcome.errors)")
    }
  }
}
