import SuperposeGeometry
import SuperposeNetworks

/// Options from which no graph can be made.
public struct ExportError: Error, Sendable, CustomStringConvertible {
  /// The name of the option.
  public let option: String
  /// Which values it takes.
  public let expected: String
  /// The value that it has.
  public let found: String

  public var description: String { "export: \(option): expected \(expected), found \(found)" }

  package init(option: String, expected: String, found: String) {
    self.option = option
    self.expected = expected
    self.found = found
  }
}

extension ExportOptions {
  /// Checks every field.
  /// - Throws: ``ExportError``, which names the field, what is possible, and the value.
  public func validate() throws(ExportError) {
    try require(Self.opsets.contains(opset), "opset", Self.opsets.text, opset)
    if let size {
      let sides = 1...Self.longestSide
      try require(
        sides.contains(size.width) && sides.contains(size.height), "size", "sides of \(sides.text) pixels", size)
    }
    try require(
      (1...1000).contains(extraction.nonMaximumRadius), "nonMaximumRadius", "1 to 1000 pixels",
      extraction.nonMaximumRadius)
    try require(
      (0...10_000).contains(extraction.borderPixels), "borderPixels", "0 to 10000 pixels", extraction.borderPixels)
    try require(
      (0...1).contains(extraction.detectionThreshold), "detectionThreshold", "a number from 0 to 1",
      extraction.detectionThreshold)
    try require(
      (0...1).contains(matching.matchThreshold), "matchThreshold", "a number from 0 to 1", matching.matchThreshold)
    try require(
      (1...1000).contains(matching.sinkhornIterations), "sinkhornIterations", "1 to 1000",
      matching.sinkhornIterations)
    try form == .static ? validateStaticForm() : validateDynamicForm()
  }

  private func validateDynamicForm() throws(ExportError) {
    try require((extraction.maxKeypoints ?? 1) >= 1, "maxKeypoints", "1 or more", extraction.maxKeypoints ?? 0)
    try require(batch == 1, "batch", "1 in the dynamic form (the static form takes more)", batch)
  }

  private func validateStaticForm() throws(ExportError) {
    guard let size else {
      throw ExportError(option: "size", expected: "a size: the static form has fixed shapes", found: "none")
    }
    // TopK cannot choose more values than there are.
    let largest = min(Self.largestStaticCount, SuperPointNetwork.paddedSize(size).pixelCount)
    let expected = "\((1...largest).text) for the static form of size \(size)"
    guard let count = extraction.maxKeypoints else {
      throw ExportError(option: "maxKeypoints", expected: expected, found: "all")
    }
    try require((1...largest).contains(count), "maxKeypoints", expected, count)
    try require(Self.batches.contains(batch), "batch", Self.batches.text, batch)
  }

  private func require(
    _ holds: Bool, _ option: String, _ expected: String, _ found: some CustomStringConvertible
  ) throws(ExportError) {
    guard holds else { throw ExportError(option: option, expected: expected, found: found.description) }
  }
}

extension ClosedRange<Int> {
  fileprivate var text: String { "\(lowerBound) to \(upperBound)" }
}
