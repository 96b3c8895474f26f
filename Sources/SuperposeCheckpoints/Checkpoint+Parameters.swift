extension Checkpoint {
  /// The tensors that a network expects, all of them and nothing else.
  ///
  /// BatchNorm's `num_batches_tracked`, which only training uses, is neither asked for nor in the way.
  ///
  /// - Parameter expected: the network's parameters; names are unique.
  /// - Returns: the tensors of the expected parameters by name, each with its expected shape and finite values.
  /// - Throws: one `CheckpointError` of kind `mismatch` that lists all differences: parameters that are missing, not
  ///   expected, of another shape, or not finite.
  public func parameters(matching expected: [ParameterShape]) throws(CheckpointError) -> [String: Tensor] {
    let expected = expected.filter { !isBatchCounter($0.name) }
    let found = tensors.filter { !isBatchCounter($0.key) }
    let differences = ParameterDifferences(expected: expected, found: found)
    guard differences.isEmpty else { throw differences.fault.at(file) }
    return found
  }
}

extension [ParameterShape] {
  /// Makes sure that every parameter is among tensors by name, in its shape; others beside them are allowed.
  ///
  /// - Parameter taker: what takes the tensors, for the message: `SuperPoint(weights:)`.
  /// - Throws: one `CheckpointError` of kind `mismatch` that lists what is missing or has another shape.
  public func require(in tensors: [String: Tensor], of taker: String) throws(CheckpointError) {
    let differences = ParameterDifferences(expected: self, found: tensors, allowingMore: true)
    guard differences.isEmpty else { throw differences.fault.at(taker) }
  }
}

/// Whether a tensor counts the batches that a BatchNorm layer has seen, an int64 scalar in PyTorch.
func isBatchCounter(_ name: String) -> Bool {
  name == "num_batches_tracked" || name.hasSuffix(".num_batches_tracked")
}
