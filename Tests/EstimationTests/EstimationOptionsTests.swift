import Foundation
import Testing

@testable import SuperposeEstimation

@Test func defaultsAreValid() throws {
  try EstimationOptions().validate()
}

@Test(arguments: [
  (EstimationOptions(maxErrorPixels: 0), "maxErrorPixels must be a positive number of pixels, not 0.0"),
  (EstimationOptions(maxErrorPixels: .nan), "maxErrorPixels must be a positive number of pixels, not nan"),
  (EstimationOptions(confidence: 1), "confidence must be a probability between 0 and 1, both excluded, not 1.0"),
  (EstimationOptions(maxIterations: 0), "maxIterations must be at least 1, not 0"),
])
func optionsOutsideTheirRangeAreNamed(_ options: EstimationOptions, _ expected: String) {
  let error = #expect(throws: EstimationError.self) { try options.validate() }
  let text = "Estimating a transform: the option \(expected). Change it or leave it out for the default."
  #expect(error?.description == text)
}

@Test func optionsAreWrittenByTheirNames() throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .sortedKeys
  let text = String(decoding: try encoder.encode(EstimationOptions()), as: UTF8.self)
  #expect(
    text == """
      {"confidence":0.9999,"estimator":"magsac","maxErrorPixels":3,"maxIterations":10000,"model":"homography","seed":0}
      """)
}

@Test(arguments: TransformModel.allCases)
func twoCoordinatesPerPointDetermineTheParameters(_ model: TransformModel) {
  #expect(2 * model.sampleSize >= model.degreesOfFreedom)
  #expect(2 * (model.sampleSize - 1) < model.degreesOfFreedom)
}
