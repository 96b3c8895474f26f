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

/// Whether a tensor counts the batches that a BatchNorm layer has seen, an int64 scalar in PyTorch.
func isBatchCounter(_ name: String) -> Bool {
  name == "num_batches_tracked" || name.hasSuffix(".num_batches_tracked")
}
