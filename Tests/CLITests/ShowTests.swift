import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct Show {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private let images = [Repository.example("cat.jpg"), Repository.example("coffee.jpg")]

    /// Reads the width of a PNG file from its header.
    private func width(_ name: String) throws -> Int {
      try scratch.contents(name)[16..<20].reduce(0) { $0 << 8 | Int($1) }
    }

    @Test func sizeIsTheWidthInInches() throws {
      let path = scratch.path("grid.png")
      let outcome = try Program().run(["show"] + images + ["--output", path, "--size", "6", "--grid", "1x2"])
      #expect(outcome.status == 0)
      #expect(outcome.text == "written  \(path)\n")
      #expect(try width("grid.png") == 600)
    }

    /// Both pictures are squares, whatever the photographs' proportions: half of 6 inches less a gap of 8 pixels.
    @Test func imagesAreResizedFirst() throws {
      let path = scratch.path("grid.png")
      let outcome = try Program().run(
        ["show"] + images + ["--output", path, "--size", "6", "--grid", "1x2", "--resize", "640x640"])
      #expect(outcome.status == 0)
      let height = try scratch.contents("grid.png")[20..<24].reduce(0) { $0 << 8 | Int($1) }
      #expect(height == 296)
    }

    @Test func withoutAPlaceToShowSaysWhatToDo() throws {
      let outcome = try Program().run(["show"] + images)
      #expect(outcome.status == 69)
      #expect(
        outcome.errors
          == "superpose: show: expected a terminal that shows pictures (kitty, iTerm2, sixel) or a desktop, found "
          + "neither; use --output FILE\n"
      )
    }

    /// The program runs under `script`, which gives it a terminal; the environment says which kind.
    @Test func kittyIsSentThePicture() throws {
      let terminal = ["sh", "-c", #"script -qec "'$0' show '$1' --size 2" /dev/null"#]
      let environment = ["TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"]
      let outcome = try Program(prefix: terminal, environment: environment).run([images[0]])
      #expect(outcome.status == 0)
      #expect(outcome.text.contains("\u{1B}_Ga=T,f=100,"))
    }

    @Test func desktopOpensAFile() throws {
      let viewer = try scratch.write(
        "xdg-open", Data("#!/bin/sh\ncp \"$1\" '\(scratch.path)/seen.png'\nrm \"$1\"\n".utf8))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: viewer)
      let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
      let program = Program(environment: ["DISPLAY": ":9", "PATH": scratch.path + ":" + path])
      let outcome = try program.run(["show"] + images + ["--size", "3"])
      #expect(outcome.status == 0)
      #expect(outcome.text.hasPrefix("shown  "))
      #expect(try width("seen.png") <= 300)
    }
  }
}
