package import Superpose

extension ServiceLimits {
  private static let mostSinkhornIterations = 1000
  private static let mostEstimatorIterations = 100_000

  /// Refuses settings that would take more than a request may have.
  package func check(_ configuration: RegistrationConfiguration, images: [StoredImage]) throws(Problem) {
    do { try configuration.validate() } catch { throw Problem(error) }
    for image in images {
      let size = configuration.resize.size(for: image.size)
      try require(
        size.width.multipliedReportingOverflow(by: size.height).partialValue <= networkPixels
          && max(size.width, size.height) <= 1 << 15,
        "resize", "at most \(networkPixels) pixels for the networks to see", "\(size) for '\(image.name)'")
    }
    let (extraction, estimation) = (configuration.extraction, configuration.estimation)
    try require(
      (extraction.maxKeypoints ?? .max) <= keypoints, "maxKeypoints", "1 to \(keypoints)",
      extraction.maxKeypoints.map(String.init) ?? "all")
    let rounds = configuration.matching.sinkhornIterations
    try require(
      rounds <= Self.mostSinkhornIterations, "sinkhornIterations", "1 to \(Self.mostSinkhornIterations)", "\(rounds)")
    try require(
      estimation.maxIterations <= Self.mostEstimatorIterations, "maxIterations",
      "1 to \(Self.mostEstimatorIterations)", "\(estimation.maxIterations)")
  }

  private func require(
    _ holds: Bool, _ field: String, _ expected: String, _ found: String
  ) throws(Problem) {
    guard holds else { throw Problem(.badConfiguration, "\(field): expected \(expected), found \(found)") }
  }
}
