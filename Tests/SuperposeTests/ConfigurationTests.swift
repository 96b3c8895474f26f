import Foundation
import SuperposeGeometry
import Testing

@testable import Superpose

private func message(_ change: (inout RegistrationConfiguration) -> Void) -> String? {
  var configuration = RegistrationConfiguration()
  change(&configuration)
  do {
    try configuration.validate()
    return nil
  } catch { return "\(error)" }
}

@Test func defaultsAreValid() {
  #expect(message { _ in } == nil)
}

@Test func everyFieldOutOfRangeIsNamed() {
  #expect(message { $0.minConfidence = 1.5 } == "minConfidence: expected a number from 0 to 1, found 1.5")
  #expect(message { $0.minConfidence = .nan } == "minConfidence: expected a number from 0 to 1, found nan")
  #expect(
    message { $0.extraction.detectionThreshold = -1 } == "detectionThreshold: expected a number from 0 to 1, found -1.0"
  )
  #expect(message { $0.extraction.maxKeypoints = 0 } == "maxKeypoints: expected a positive number or all, found 0")
  #expect(message { $0.extraction.nonMaximumRadius = -1 } == "nonMaximumRadius: expected 0 to 1000 pixels, found -1")
  #expect(message { $0.extraction.borderPixels = -2 } == "borderPixels: expected 0 to 10000 pixels, found -2")
  #expect(message { $0.matching.matchThreshold = 2 } == "matchThreshold: expected a number from 0 to 1, found 2.0")
  #expect(message { $0.matching.sinkhornIterations = 0 } == "sinkhornIterations: expected 1 to 10000, found 0")
  for resize in [ResizePolicy.exact(ImageSize(width: 640, height: 0)), .longSide(0), .shortSide(-1), .longSide(32_769)]
  {
    #expect(message { $0.resize = resize } == "resize: expected sides of 1 to 32768 pixels, found \(resize)")
  }
  #expect(message { $0.inference.threads = 0 } == "threads: expected 1 to 1024, found 0")
  #expect(message { $0.estimation.maxErrorPixels = 0 }?.hasPrefix("maxErrorPixels: expected") == true)
}

@Test func configurationSurvivesJSON() throws {
  var configuration = RegistrationConfiguration()
  configuration.resize = .shortSide(480)
  configuration.extraction.maxKeypoints = nil
  let data = try JSONEncoder().encode(configuration)
  #expect(try JSONDecoder().decode(RegistrationConfiguration.self, from: data) == configuration)
}
