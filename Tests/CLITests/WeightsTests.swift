import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct Weights {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private var program: Program { Program(environment: ["XDG_DATA_HOME": scratch.path]) }

    private func entries(_ arguments: String...) throws -> [[String: Any]] {
      try #require(try program.run(["weights"] + arguments + ["--json"]).json() as? [[String: Any]])
    }

    @Test func listSaysWhatIsThere() throws {
      let entries = try entries("list")
      #expect(
        entries.map { $0["name"] as? String } == [
          "superpoint", "superglue", "superpoint-fast", "superglue-fast", "start",
        ])
      let keys: Set = ["name", "network", "origin", "licence", "sha256", "size", "default"]
      #expect(entries.allSatisfy { Set($0.keys) == keys })
      #expect(entries[4]["sha256"] is NSNull)
      #expect(entries.allSatisfy { $0["licence"] as? String == "Apache-2.0" })
    }

    @Test func importedWeightsCanBeUsedByName() throws {
      let imported = try program.run("weights", "import", Repository.superPoint, "--name", "mine", "--json")
      #expect(imported.status == 0)
      #expect((try imported.json() as? [String: Any])?["network"] as? String == "superpoint")
      #expect(
        try entries("list").map { $0["name"] as? String } == [
          "superpoint", "superglue", "superpoint-fast", "superglue-fast", "start", "mine",
        ])
      let detected = try program.run("detect", Repository.example("cat.jpg"), "--superpoint-weights", "mine")
      #expect(detected.status == 0)
      #expect(detected.text.contains("superpoint  mine\n"))
    }

    @Test func verifyFindsDamage() throws {
      #expect(try program.run("weights", "import", Repository.superPoint, "--name", "mine").status == 0)
      #expect(try program.run("weights", "verify").status == 0)
      let path = "superpose/weights/mine.weights"
      try scratch.write(path, scratch.contents(path).dropLast(1000))
      let outcome = try program.run("weights", "verify")
      #expect(outcome.status == 65)
      #expect(outcome.errors == "superpose: weights verify: not as they should be: mine\n")
      #expect(try entries("verify").map { $0["problem"] is NSNull } == [true, true, true, true, true, false])
    }

    @Test func aDamagedDescriptionIsNamed() throws {
      #expect(try program.run("weights", "import", Repository.superPoint, "--name", "mine").status == 0)
      let path = try scratch.write("superpose/weights/mine.json", Data("{".utf8))
      let listed = try program.run("weights", "list")
      #expect(listed.status == 0)
      #expect(listed.errors == "superpose: note: weights mine: \(path) is damaged; remove it and import again\n")
      let verified = try program.run("weights", "verify")
      #expect(verified.status == 65)
      #expect(verified.errors == "superpose: weights verify: not as they should be: mine\n")
    }

    @Test func unknownName() throws {
      let outcome = try program.run("detect", Repository.example("cat.jpg"), "--superpoint-weights", "nosuch")
      #expect(outcome.status == 66)
      #expect(
        outcome.errors
          == "superpose: weights nosuch: no file and no weights of that name; "
          + "superpoint has: superpoint, superpoint-fast\n"
      )
    }

    @Test func textIsNoCheckpoint() throws {
      let path = try scratch.write("text.pth", Data("not weights".utf8))
      let outcome = try program.run("weights", "import", path)
      #expect(outcome.status == 65)
      #expect(outcome.errors.hasPrefix("superpose: \(path): "))
      #expect(try scratch.names() == ["text.pth"])
    }

    @Test func missingFile() throws {
      let path = scratch.path("gone.pth")
      let outcome = try program.run("weights", "import", path)
      #expect(outcome.status == 66)
      #expect(outcome.errors == "superpose: \(path): There is no such file. Check the path.\n")
    }

    @Test func libraryWithoutPermission() throws {
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: scratch.path)
      var program = program
      program.prefix = Privileges.none
      let outcome = try program.run("weights", "import", Repository.superPoint, "--name", "mine")
      #expect(outcome.status == 77)
      #expect(
        outcome.errors
          == "superpose: weights import: cannot write to \(scratch.path)/superpose/weights: permission denied\n")
    }
  }
}
