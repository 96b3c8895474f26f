import Foundation
import Superpose
import Testing

private func object(_ data: Data) throws -> [String: Any] {
  try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
}

@Test func jsonHasTheseKeys() throws {
  let report = try object(Synthetic.registration().json(timings: true))
  #expect(
    Set(report.keys) == [
      "schema", "moving", "fixed", "fixedFromMoving", "movingFromFixed", "verdict", "reasons", "notes", "keypoints",
      "matches",
      "statistics", "secondLook", "seconds", "configuration", "weights",
    ])
  #expect(report["schema"] as? String == "superpose.registration/1")
  #expect(report["verdict"] as? String == "registered")
  func keys(_ value: Any?) -> Set<String> { Set((value as? [String: Any] ?? [:]).keys) }
  #expect(keys(report["moving"]) == ["path", "width", "height"])
  #expect(keys(report["fixed"]) == ["path", "width", "height"])
  #expect(keys(report["keypoints"]) == ["moving", "fixed"])
  #expect(keys((report["matches"] as? [Any])?.first) == ["moving", "fixed", "confidence", "inlier"])
  #expect(
    keys(report["statistics"]) == [
      "matchCount", "inlierCount", "inlierRatio", "meanErrorPixels", "overlapFraction", "coverage",
      "overlapDeviationPixels", "cornerDeviationPixels", "maxErrorOriginalPixels",
    ])
  #expect((report["fixedFromMoving"] as? [[Double]])?.map(\.count) == [3, 3, 3])
}

@Test func jsonOfAFailureHasNulls() throws {
  let report = try object(Synthetic.registration(verdict: .failed).json(timings: true))
  #expect(report["fixedFromMoving"] is NSNull)
  #expect(report["movingFromFixed"] is NSNull)
  #expect((report["statistics"] as? [String: Any])?["meanErrorPixels"] is NSNull)
}

@Test func jsonWithoutTimingsHasNoSeconds() throws {
  #expect(try object(Synthetic.registration().json(timings: false))["seconds"] == nil)
  #expect(try object(Synthetic.registration().json(timings: true))["seconds"] != nil)
}

@Test func jsonDecodesToTheSameReport() throws {
  for verdict in [Verdict.registered, .failed] {
    let registration = Synthetic.registration(verdict: verdict)
    let json = try registration.json(timings: true)
    let decoded = try JSONDecoder().decode(RegistrationReport.self, from: json)
    #expect(try decoded.json(timings: true) == json)
    #expect(decoded.fixedFromMoving == registration.fixedFromMoving)
    #expect(decoded.matches == registration.report.matches)
    #expect(decoded.statistics == registration.report.statistics)
  }
}

@Test func jsonReadsWell() throws {
  let text = String(decoding: try Synthetic.registration().json(timings: true), as: UTF8.self)
  #expect(text.hasSuffix("\n}\n"))
  #expect(text.contains("\"path\" : \"photos/moving.png\""))
}
