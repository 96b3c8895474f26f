import SuperposeGeometry
import Testing

@testable import SuperposeExport

private func problem(_ change: (inout ExportOptions) -> Void) -> String {
  var options = ExportOptions.test(.static, size: (640, 480), count: 700)
  change(&options)
  do {
    try options.validate()
    return "none"
  } catch {
    return error.description
  }
}

@Test func optionsFromWhichNoGraphCanBeMadeAreRefused() {
  #expect(problem { $0.opset = 15 } == "export: opset: expected 16 to 21, found 15")
  #expect(problem { $0.opset = 22 } == "export: opset: expected 16 to 21, found 22")
  #expect(problem { $0.size = nil } == "export: size: expected a size: the static form has fixed shapes, found none")
  #expect(
    problem { $0.size = ImageSize(width: 640, height: 20_000) }
      == "export: size: expected sides of 1 to 16384 pixels, found 640x20000")
  #expect(
    problem { $0.extraction.maxKeypoints = 3841 }
      == "export: maxKeypoints: expected 1 to 3840 for the static form of size 640x480, found 3841")
  #expect(
    problem { $0.extraction.maxKeypoints = nil }
      == "export: maxKeypoints: expected 1 to 3840 for the static form of size 640x480, found all")
  // A map of 16×8 pixels has no more keypoints than pixels.
  #expect(
    problem { $0.size = ImageSize(width: 9, height: 8) }
      == "export: maxKeypoints: expected 1 to 128 for the static form of size 9x8, found 700")
  #expect(problem { $0.batch = 0 } == "export: batch: expected 1 to 1024, found 0")
  #expect(
    problem {
      $0.form = .dynamic
      $0.batch = 2
    }
      == "export: batch: expected 1 in the dynamic form (the static form takes more), found 2")
  #expect(
    problem {
      $0.form = .dynamic
      $0.extraction.maxKeypoints = 0
    } == "export: maxKeypoints: expected 1 or more, found 0")
  #expect(
    problem { $0.extraction.nonMaximumRadius = 0 } == "export: nonMaximumRadius: expected 1 to 1000 pixels, found 0")
  #expect(problem { _ in } == "none")
  #expect(problem { $0.extraction.maxKeypoints = 3840 } == "none")
}
