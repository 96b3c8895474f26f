import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct Export {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private var file: String { scratch.path("model.onnx") }

    @Test func fileAndJSON() throws {
      let outcome = try Program().run(
        "export", "registration", "-o", file, "--size", "200x160", "--max-keypoints", "150", "--sinkhorn-iterations",
        "10",
        "--json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let json = try #require(try outcome.json() as? [String: Any])
      #expect(json["outputs"] as? [String] == ["mkpts0", "mkpts1", "confidence"])
      let verification = try #require(json["verification"] as? [String: Any])
      #expect(verification["missingCount"] as? Int == 0)
      #expect(verification["differingScoreCount"] as? Int == 0)
      #expect(verification["count"] as? Int ?? 0 > 10)
      #expect(try scratch.names() == ["model.onnx"])
    }

    @Test func withoutVerificationItSaysSo() throws {
      let outcome = try Program().run("export", "registration", "-o", file, "--no-verify")
      #expect(outcome.status == 0)
      #expect(outcome.text.contains("not asked for"))
    }

    @Test func aPairOfOnesOwn() throws {
      let outcome = try Program().run(
        "export", "superpoint", "-o", file, "--verify-with", Repository.example("map.jpg"),
        Repository.example("map-photographed.jpg"))
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.text.contains(" answers 0 are only in one of both and 0 have scores that differ"))
    }

    @Test(arguments: [
      (["--opset", "15"], "--opset: expected 16 to 21, found 15."),
      (["--opset", "22"], "--opset: expected 16 to 21, found 22."),
      (["--form", "static"], "--size: expected a size: the static form has fixed shapes, found none."),
      (
        ["--form", "static", "--size", "640x480", "--max-keypoints", "3841"],
        "--max-keypoints: expected 1 to 3840 for the static form of size 640x480, found 3841."
      ),
      (
        ["--form", "static", "--size", "640x480", "--max-keypoints", "0"],
        "--max-keypoints: expected 1 to 3840 for the static form of size 640x480, found 0."
      ),
      (["--size", "20000x100"], "--size: expected sides of 1 to 16384 pixels, found 20000x100."),
      (["--size", "640"], "expected WxH"), (["--size", "0x640"], "expected WxH"),
      (["--batch", "2"], "--batch: expected 1 in the dynamic form (the static form takes more), found 2."),
      (["--precision", "f8"], "f8"), (["--verify-with", "a.jpg"], "--verify-with: expected two images, found 1."),
    ])
    func badOptionsLeaveNoFile(_ options: [String], _ message: String) throws {
      let outcome = try Program().run(["export", "registration", "-o", file] + options)
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(try scratch.names() == [])
    }

    @Test func placesThatCannotBeWritten() throws {
      let missing = try Program().run("export", "superpoint", "-o", scratch.path("none/model.onnx"))
      #expect(missing.status == 73)
      #expect(missing.errors.contains("there is no folder"))
      let folder = scratch.path("closed")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
      let closed = try Program(prefix: Privileges.none).run("export", "superpoint", "-o", folder + "/model.onnx")
      #expect(closed.status == 77)
      let full = try Program(prefix: Privileges.fileLimit(kibibytes: 64)).run("export", "superpoint", "-o", file)
      #expect(full.status == 73, "\(full.errors)")
      #expect(try scratch.names() == ["closed"])
      #expect(try scratch.names(in: "closed") == [])
    }

    @Test func aPairThatIsNotThere() throws {
      let outcome = try Program().run("export", "superpoint", "-o", file, "--verify-with", "none.jpg", "none.jpg")
      #expect(outcome.status == 66)
      #expect(try scratch.names() == [])
    }
  }
}
