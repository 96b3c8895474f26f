import Foundation
import Superpose
import SuperposeFiles
import TestSupport
import Testing

@testable import SuperposeLists

@Suite struct PairRequestTests {
  private func request(_ line: String) throws -> PairRequest {
    var known = PairRequest()
    return try PairRequest(Data(line.utf8), known: &known)
  }

  private func with(_ members: String) throws -> PairRequest {
    try request(#"{"id": "x", "moving": "a", "fixed": "b", \#(members)}"#)
  }

  @Test func anIdMayBeAnything() throws {
    #expect(try request(#"{"moving": "a.jpg", "fixed": "/b c.jpg"}"#).id == .null)
    let request = try request(#"{"id": [7, "x"], "moving": "a.jpg", "fixed": "/b c.jpg"}"#)
    #expect(request.id == .array([.integer(7), .string("x")]))
    #expect(request.pair == ListedPair(moving: URL(filePath: "a.jpg"), fixed: URL(filePath: "/b c.jpg")))
  }

  @Test(arguments: [
    ("", "expected a JSON object in one line"),
    ("{\"id\": 1", "expected a JSON object in one line"),
    ("[1, 2]", "expected an object such as"),
    (#"{"id": 1, "moving": "a"}"#, "fixed: expected the path of an image"),
    (#"{"moving": 7, "fixed": "b"}"#, "moving: expected the path of an image"),
    (#"{"moving": "a\u0000", "fixed": "b"}"#, "moving: expected the path of an image"),
    (#"{"moving": "a", "fixed": "b", "mask": "m"}"#, "there is no 'mask'; known are configuration, fixed,"),
  ])
  func otherLinesAreRefused(_ line: String, _ problem: String) {
    let error = #expect(throws: RequestError.self) { try request(line) }
    #expect(error?.kind == .malformed && error?.description.hasPrefix(problem) == true, "\(String(describing: error))")
  }

  /// The sender learns which of its requests was refused.
  @Test func theIdOfARefusedRequestIsKnown() {
    var known = PairRequest()
    _ = try? PairRequest(Data(#"{"id": 5, "moving": "a", "other": 1}"#.utf8), known: &known)
    #expect(known.id == .integer(5) && known.moving == "a")
  }

  @Test func settingsReplaceTheWorkersOwn() throws {
    var own = RegistrationConfiguration()
    own.minConfidence = 0.3
    own.extraction.maxKeypoints = nil
    own.estimation.seed = 5
    #expect(try with(#""roi": "0,0,1,1""#).configuration(own) == own)
    let request = try with(
      #""configuration": {"resize": "640x640", "extraction": {"maxKeypoints": 7}, "estimation": {"model": "affine"}}"#)
    let found = try request.configuration(own)
    var expected = own
    expected.resize = .exact(ImageSize(width: 640, height: 640))
    expected.extraction.maxKeypoints = 7
    expected.estimation.model = .affine
    #expect(found == expected)
  }

  @Test(arguments: [
    (#"{"extraction": {"keypoints": 7}}"#, "configuration: there is no 'extraction.keypoints'"),
    (#"{"threads": 7}"#, "configuration: there is no 'threads'"),
    (#"{"resize": 640}"#, "configuration: resize"),
    ("7", "configuration: "),
  ])
  func otherSettingsAreRefused(_ configuration: String, _ problem: String) throws {
    let request = try with(#""configuration": \#(configuration)"#)
    let error = #expect(throws: RequestError.self) { try request.configuration(.init()) }
    #expect(error?.description.hasPrefix(problem) == true, "\(String(describing: error))")
  }

  @Test func guidanceIsRead() throws {
    var own = RegistrationGuidance()
    own.fixed = Participation(region: PixelRectangle(x: 1, y: 1, width: 1, height: 1))
    let guidance = try with(
      #""roi": "0,0,8,6", "staticOverlay": "ignore", "prior": [[1, 0, 5], [0, 1, 0], [0, 0, 1]], "priorErrorPixels": 9"#
    ).guidance(own)
    #expect(guidance.moving.region == PixelRectangle(x: 0, y: 0, width: 8, height: 6))
    #expect(guidance.fixed == own.fixed && guidance.staticOverlay == .ignore)
    guard case .prior(let transform, let error)? = guidance.start else {
      Issue.record("there is no prior")
      return
    }
    #expect(transform.rows[0] == [1, 0, 5] && error == 9)
  }

  @Test(arguments: [
    (#""roi": "1,2,3""#, "roi: expected"), (#""roi": 7"#, "roi: expected a text"),
    (#""staticOverlay": "drop""#, "staticOverlay: expected keep or ignore"),
    (#""prior": [[1, 2], [3, 4]]"#, "prior: expected"),
    (#""prior": [[1, 0, 0], [0, 1, 0], [0, 0, 1]], "priorErrorPixels": -1"#, "priorErrorPixels: expected"),
  ])
  func otherGuidanceIsRefused(_ members: String, _ problem: String) throws {
    let request = try with(members)
    let error = #expect(throws: RequestError.self) { try request.guidance(.init()) }
    #expect(error?.description.hasPrefix(problem) == true, "\(String(describing: error))")
  }
}
