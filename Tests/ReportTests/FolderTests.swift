import Foundation
import Superpose
import SuperposeGeometry
import SuperposeImaging
import Testing

@testable import SuperposeReport

@Suite struct FolderTests {
  private func write(_ report: RegistrationReport, to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try report.json().write(to: URL(fileURLWithPath: folder + "/registration.json"))
  }

  private func writeImage(_ path: String, width: Int, height: Int) throws {
    let size = ImageSize(width: width, height: height)
    try Image(size: size, channels: 1, values: [UInt8](repeating: 128, count: size.pixelCount)).write(
      to: URL(filePath: path))
  }

  private func expectError(
    _ kind: ReportError.Kind, _ text: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
  ) {
    let error = #expect(throws: ReportError.self, sourceLocation: sourceLocation, performing: body)
    #expect(error?.kind == kind, sourceLocation: sourceLocation)
    #expect(error?.description == text, sourceLocation: sourceLocation)
  }

  @Test func aResultWithItsImagesGetsItsPage() throws {
    try withTemporaryFolder { folder in
      try writeImage(folder + "/moving.png", width: 120, height: 90)
      try writeImage(folder + "/fixed.png", width: 140, height: 100)
      try write(Sample.report(moving: folder + "/moving.png", fixed: folder + "/fixed.png"), to: folder + "/a")
      try ResultFolder(URL(filePath: folder + "/a")).writePage(ReportOptions())
      let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/a").sorted()
      #expect(names == ["registration.json", "report.html"])
      let html = try String(contentsOfFile: folder + "/a/report.html", encoding: .utf8)
      #expect(html.contains("SHA-256"))
      #expect(html.contains("data:image/jpeg;base64,"))
    }
  }

  @Test func imagesAreFoundInAFolderThatIsNamed() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/moved", withIntermediateDirectories: true)
      try writeImage(folder + "/moved/moving.png", width: 120, height: 90)
      try writeImage(folder + "/moved/fixed.png", width: 140, height: 100)
      try write(Sample.report(moving: "gone/moving.png", fixed: "gone/fixed.png"), to: folder)
      let result = ResultFolder(URL(filePath: folder))
      try result.writePage(ReportOptions(), images: [URL(filePath: folder + "/moved")])
      #expect(FileManager.default.fileExists(atPath: folder + "/report.html"))
    }
  }

  @Test func whatIsMissingIsSaid() throws {
    try withTemporaryFolder { folder in
      expectError(.notFound, "cannot make a report of '\(folder)/b': there is no such folder; check the path") {
        try ResultFolder(URL(filePath: folder + "/b")).writePage(ReportOptions())
      }
      expectError(
        .notFound,
        """
        cannot make a report of '\(folder)': there is no registration.json in it; give a folder that \
        'superpose register' or 'superpose batch' has written
        """
      ) { try ResultFolder(URL(filePath: folder)).writePage(ReportOptions()) }
      try write(Sample.report(moving: folder + "/moving.png"), to: folder)
      expectError(
        .notFound,
        """
        cannot make a report of '\(folder)': the moving image '\(folder)/moving.png' is not there; run it where the \
        pair was registered, or name the folder that has the images with --images
        """
      ) { try ResultFolder(URL(filePath: folder)).writePage(ReportOptions()) }
      #expect(!FileManager.default.fileExists(atPath: folder + "/report.html"))
    }
  }

  @Test func anotherImageUnderTheNameIsRefused() throws {
    try withTemporaryFolder { folder in
      try writeImage(folder + "/moving.png", width: 30, height: 20)
      try writeImage(folder + "/fixed.png", width: 140, height: 100)
      try write(Sample.report(moving: folder + "/moving.png", fixed: folder + "/fixed.png"), to: folder)
      expectError(
        .malformed,
        """
        cannot make a report of '\(folder)': '\(folder)/moving.png' has 30x20 pixels, and what was registered had \
        120x90; it is another image: register the pair again
        """
      ) { try ResultFolder(URL(filePath: folder)).writePage(ReportOptions()) }
    }
  }

  @Test func aResultOfAnotherFormIsRefused() throws {
    try withTemporaryFolder { folder in
      try Data("{\"schema\": 7}".utf8).write(to: URL(fileURLWithPath: folder + "/registration.json"))
      expectError(
        .malformed,
        """
        cannot make a report of '\(folder)': its registration.json is not one that this version writes; register the \
        pair again
        """
      ) { try ResultFolder(URL(filePath: folder)).writePage(ReportOptions()) }
    }
  }

  @Test func resultsFromBeforeTheCornersWereMeasuredAreRead() throws {
    let report = try Sample.report()
    var object = try #require(try JSONSerialization.jsonObject(with: report.json()) as? [String: Any])
    var statistics = try #require(object["statistics"] as? [String: Any])
    for added in ["cornerDeviationPixels", "overlapDeviationPixels", "coverage"] { statistics[added] = nil }
    object["statistics"] = statistics
    object["notes"] = nil
    let data = try JSONSerialization.data(withJSONObject: object)
    let read = try JSONDecoder().decode(RegistrationReport.self, from: data)
    #expect(read.statistics.cornerDeviationPixels == nil)
    #expect(read.statistics.matchCount == 4 && read.statistics.coverage == nil && read.notes.isEmpty)
  }
}

@Suite struct ListTests {
  private func entry(_ folder: String, verdict: String?) -> String {
    let error = verdict == nil ? "\"cannot read 'a'\"" : "null"
    return """
      {"moving": "<img onerror=alert(1)>.jpg", "fixed": "b.jpg", "folder": "\(folder)", \
      "verdict": \(verdict.map { "\"\($0)\"" } ?? "null"), "reasons": [], "error": \(error), "matchCount": 9, \
      "inlierCount": 5, "meanErrorPixels": null, "overlapFraction": 0.5, "fixedFromMoving": null, "seconds": 1.5, \
      "identity": "\(folder)"}
      """
  }

  @Test func aListHasAPageForItselfAndForEachResult() throws {
    try withTemporaryFolder { folder in
      let size = ImageSize(width: 120, height: 90)
      let image = Image(size: size, channels: 1, values: [UInt8](repeating: 128, count: size.pixelCount))
      try image.write(to: URL(filePath: folder + "/moving.png"))
      try image.resized(to: ImageSize(width: 140, height: 100)).write(to: URL(filePath: folder + "/fixed.png"))
      let lines = [
        entry("a b#1", verdict: "registered"), entry("none", verdict: nil), entry("gone", verdict: "failed"),
      ]
      try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: folder + "/pairs.jsonl"))
      try FileManager.default.createDirectory(atPath: folder + "/a b#1", withIntermediateDirectories: true)
      try Sample.report(moving: folder + "/moving.png", fixed: folder + "/fixed.png").json()
        .write(to: URL(fileURLWithPath: folder + "/a b#1/registration.json"))
      let list = ListFolder(URL(filePath: folder))
      #expect(try list.writePages(list.results(), ReportOptions()).isEmpty)
      let html = try String(contentsOfFile: folder + "/index.html", encoding: .utf8)
      #expect(html.contains("3 pairs: 1 registered, 1 not registered, 1 without a result."))
      #expect(html.contains("\"page\":\"./a%20b%231/report.html\""))
      #expect(html.contains("\"thumbnail\":\"./a%20b%231/thumbnail.jpg\""))
      #expect(!html.contains("<img"))
      let page = try String(contentsOfFile: folder + "/a b#1/report.html", encoding: .utf8)
      #expect(page.contains("href=\"../index.html\""))
    }
  }

  @Test func aPairThatCannotHaveAPageIsTold() throws {
    try withTemporaryFolder { folder in
      try Data((entry("a", verdict: "registered") + "\n").utf8).write(to: URL(fileURLWithPath: folder + "/pairs.jsonl"))
      try FileManager.default.createDirectory(atPath: folder + "/a", withIntermediateDirectories: true)
      try Sample.report(moving: "none/moving.png").json()
        .write(to: URL(fileURLWithPath: folder + "/a/registration.json"))
      let list = ListFolder(URL(filePath: folder))
      let errors = try list.writePages(list.results(), ReportOptions())
      #expect(errors.map { ($0 as? ReportError)?.kind } == [.notFound])
      #expect(FileManager.default.fileExists(atPath: folder + "/index.html"))
    }
  }
}
