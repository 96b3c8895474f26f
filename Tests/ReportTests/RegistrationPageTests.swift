import Foundation
import Superpose
import Testing

@testable import SuperposeReport

@Suite struct RegistrationPageTests {
  private func html(_ report: RegistrationReport, assets: PageAssets = .inside) throws -> String {
    let picture = PagePicture(address: "data:image/jpeg;base64,AAAA", byteCount: 1_234_567, sha256: "cafe")
    return try RegistrationPage(report, moving: picture, fixed: picture) { $0.sha256.map { "licence of \($0)" } }
      .html(assets: assets)
  }

  /// Returns the data that the page's script reads.
  private func viewerData(_ html: String) throws -> [String: Any] {
    let opening = try #require(html.range(of: #"<script type="application/json" id="superpose-data">"#))
    let closing = try #require(html.range(of: "</script>", range: opening.upperBound..<html.endIndex))
    let json = Data(html[opening.upperBound..<closing.lowerBound].utf8)
    return try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
  }

  @Test(arguments: [
    "<img onerror=alert(1)>.jpg", "</script><script>alert(1)</script>.jpg", "\"quoted\" & 'so'.jpg",
    "北京 Straßenzug.jpg", "a\u{2028}b<!--.jpg",
  ])
  func namesOfFilesAreWordsAndNothingElse(name: String) throws {
    let html = try html(Sample.report(moving: "photos/" + name, fixed: name))
    let data = try viewerData(html)
    let moving = try #require(data["moving"] as? [String: Any])
    #expect(moving["name"] as? String == Words.fileName(name))
    let escaped = Words.fileName(name).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    #expect(html.contains("<title>\(escaped) onto \(escaped)</title>"))
    #expect(!html.contains("<img"))
    #expect(!html.contains("<script>alert"))
  }

  @Test func thePageAsksNobodyForAnything() throws {
    let html = try html(Sample.report())
    #expect(!html.contains("://"))
    #expect(!html.contains("<link rel=\"stylesheet\""))
    #expect(html.contains("default-src &#39;none&#39;"))
    // Every value that the template names was filled in.
    #expect(!html.contains("{{"))
  }

  /// The viewer gets them, and the figures tell their residuals and what took part.
  @Test func landmarksAndMasksAreTold() throws {
    var report = try Sample.report()
    let landmarks =
      #"{"role": "start", "pairs": [{"moving": [1, 2.5], "fixed": [3, 4], "residualPixels": 1.5}, "#
      + #"{"moving": [5, 6], "fixed": [7, 8], "residualPixels": 2.5}]}"#
    report.landmarks = try JSONDecoder().decode(LandmarkReport.self, from: Data(landmarks.utf8))
    let masks = #"{"staticOverlay": "keep", "moving": {"includedFraction": 0.75}}"#
    report.masks = try JSONDecoder().decode(MaskReport.self, from: Data(masks.utf8))
    let html = try html(report)
    #expect(try viewerData(html)["landmarks"] as? [[Double]] == [[1, 2.5, 3, 4], [5, 6, 7, 8]])
    #expect(html.contains("2, off by 2.00 px<small>on average, by at most 2.50 px</small>"))
    #expect(html.contains("75 % and 100 %<small>of the moving and the fixed picture</small>"))
    #expect(try viewerData(self.html(Sample.report()))["landmarks"] as? [[Double]] == [])
  }

  @Test func aServiceGivesStyleAndScriptOutAsFiles() throws {
    let html = try html(Sample.report(), assets: .linked(style: "/report.css", script: "/report.js"))
    #expect(html.contains(#"<link rel="stylesheet" href="/report.css">"#))
    #expect(html.contains(#"<script src="/report.js"></script>"#))
    #expect(!html.contains("<style"))
    #expect(!html.contains("http-equiv"))
    #expect(try Page.report.script().contains("class Viewer"))
    #expect(try Page.report.script().hasSuffix("startReport();\n"))
  }

  @Test func everythingThatIsKnownIsSaid() throws {
    let html = try html(Sample.report())
    for text in [
      "<h1 id=\"verdict\">Registered</h1>", "4 of 4 matches agree on one transform and lie 0.50 pixels",
      "0.50 px", "± 1.25 px", "50 %", "120 × 90 pixels · 1.2 MB", "<code>cafe</code>", "licence of ab12",
      "licence not known here", "<th scope=\"row\">SuperPoint</th>", "0.750", "1.00 s", "All as by default.",
    ] {
      #expect(html.contains(text), "no '\(text)'")
    }
    #expect(!html.contains("What to do"))
  }

  @Test func aVerdictHasItsReasonsAndWhatToDo() throws {
    let html = try html(Sample.report(verdict: "doubtful", reasons: ["only 4 matches agree on the transform"]))
    #expect(html.contains("<li>Only 4 matches agree on the transform.</li>"))
    #expect(html.contains("What to do"))
    #expect(html.contains("look before you use it"))
  }

  @Test func aFailureHasNoTransform() throws {
    let html = try html(Sample.report(verdict: "failed", reasons: ["4 matches determine no transform"]))
    #expect(html.contains("Not registered"))
    #expect(!html.contains("The transform</h2>"))
    #expect(try viewerData(html)["fixedFromMoving"] is NSNull)
    #expect(!html.contains("Mean error"))
  }

  @Test func adviceGoesByTheFigures() throws {
    func commands(_ report: RegistrationReport) -> [String] { Advice.all(report).compactMap(\.command) }
    #expect(try commands(Sample.report()) == [])
    let poor = try Sample.report(verdict: "failed", keypoints: 120)
    #expect(commands(poor) == ["--threshold 0.001 --resize 1600", "--max-keypoints 2048 --match-threshold 0.1"])
    #expect(try commands(Sample.report(verdict: "failed", matches: 300)) == ["--transform affine"])
    // One corner's place is uncertain by more than a fiftieth of the fixed image's hundred rows.
    var unsure = try Sample.report(verdict: "doubtful")
    unsure.statistics.cornerDeviationPixels = 2.5
    #expect(commands(unsure).last == "--transform similarity")
  }

  @Test func settingsThatDifferAreNamedWithTheDefault() throws {
    #expect(try SettingRow.all(.init()).isEmpty)
    var configuration = RegistrationConfiguration()
    configuration.extraction.maxKeypoints = 700
    configuration.extraction.subpixel = false
    let rows = try SettingRow.all(configuration)
    #expect(rows.map(\.name) == ["extraction.maxKeypoints", "extraction.subpixel"])
    #expect(rows.map(\.value) == ["700", "off"])
    #expect(rows.map(\.default) == ["1024", "on"])
  }
}
