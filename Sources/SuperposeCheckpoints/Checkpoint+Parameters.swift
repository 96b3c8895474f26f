extension Checkpoint {
  /// Returns the tensors that a network expects, after checking that all are there and nothing else is.
  ///
  /// BatchNorm's `num_batches_tracked` is used by training alone: it is not asked for and may be there.
  ///
  /// - Parameter expected: The network's parameters, with unique names.
  /// - Returns: The tensors by name, each with its expected shape and finite values.
  /// - Throws: One `CheckpointError` of kind `mismatch` that lists all differences: parameters that are missing,
  ///   unexpected, of another shape, or not finite.
  public func parameters(matching expected: [ParameterShape]) throws(CheckpointError) -> [String: Tensor] {
    let expected = expected.filter { !isBatchCounter($0.name) }
    let found = tensors.filter { !isBatchCounter($0.key) }
    let differences = ParameterDifferences(expected: expected, found: found)
    guard differences.isEmpty else { throw differences.fault.at(file) }
    return found
  }
}

extension [ParameterShape] {
  /// Checks that every parameter is among the tensors, in its shape. Other tensors may be there too.
  ///
  /// - Parameters:
  ///   - tensors: The tensors by name.
  ///   - taker: What will take the tensors, for the message: `SuperPoint(weights:)`.
  /// - Throws: One `CheckpointError` of kind `mismatch` that lists what is missing or has another shape.
  public func require(in tensors: [String: Tensor], of taker: String) throws(CheckpointError) {
    let differences = ParameterDifferences(expected: self, found: tensors, allowingMore: true)
    guard differences.isEmpty else { throw differences.fault.at(taker) }
  }
}

/// Whether a tensor counts the batches that a BatchNorm layer has seen; in PyTorch it is an int64 scalar.
func isBatchCounter(_ name: String) -> Bool {
  name == "num_batches_tracked" || name.hasSuffix(".num_batches_tracked")
}
