import Foundation
import TestSupport
import Testing

extension CommandLineTests {
  @Suite struct Report {
    let scratch: Scratch
    init() throws { scratch = try Scratch() }

    private let small = ["--resize", "320", "--max-keypoints", "256"]
    private let map = [Repository.example("map-photographed.jpg"), Repository.example("map.jpg")]

    private func run(_ arguments: [String]) throws -> Program.Outcome {
      try Program(folder: scratch.path).run(arguments)
    }

    private func page(_ path: String) throws -> String { String(decoding: try scratch.contents(path), as: UTF8.self) }

    @Test func registerWritesAReportWhereItIsAskedFor() throws {
      let outcome = try run(["register"] + map + small + ["--output", "out", "--report"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.text.contains("registration.json, report.html"))
      let html = try page("out/report.html")
      #expect(html.contains("<h1 id=\"verdict\">Registered</h1>"))
      #expect(html.contains("Apache-2.0"))
      #expect(html.contains("extraction.maxKeypoints"))
      // A result that is written without a report keeps no report of an earlier result.
      #expect(try run(["register"] + map + small + ["--output", "out"]).status == 0)
      #expect(try !scratch.names(in: "out").contains("report.html"))
    }

    @Test func aReportCanBeMadeLater() throws {
      #expect(try run(["register"] + map + small + ["--output", "out"]).status == 0)
      let outcome = try run(["report", "out", "--report-size", "200"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.text == "written     out/report.html\n")
      #expect(try page("out/report.html").utf8.count < 200_000)
    }

    @Test func aListHasPagesForAllAndForEach() throws {
      let text = map.map { "\"\($0)\"" }.joined(separator: " ")
      _ = try scratch.write("list.txt", Data("\(text)\n\(text)\n".utf8))
      let first = try run(["batch", "list.txt", "--output", "out", "--report"] + small)
      #expect(first.status == 0, "\(first.errors)")
      #expect(try page("out/index.html").contains("2 pairs: 2 registered."))
      let names = try scratch.names(in: "out/map-photographed-map")
      #expect(names == ["registration.json", "report.html", "thumbnail.jpg"])
      #expect(try run(["report", "out"]).text == "written     out/index.html\n")
    }

    @Test func whatIsMissingHasTheUsualExitCodes() throws {
      let missing = try run(["report", "nowhere"])
      #expect(missing.status == 66)
      #expect(
        missing.errors == "superpose: cannot make a report of 'nowhere': there is no such folder; check the path\n")
      _ = try scratch.write("registration.json", Data("{}".utf8))
      let malformed = try run(["report", "."])
      #expect(malformed.status == 65)
      #expect(malformed.text == "")
    }
  }
}
