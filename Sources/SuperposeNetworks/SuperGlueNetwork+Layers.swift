public import SuperposeCheckpoints

/// Networks of other depths than the published one: they have as many layers as their files have, self- and
/// cross-attention in turns. All else is the same.
extension SuperGlueNetwork {
  private static let layerPrefix = "gnn.layers."

  /// Returns every parameter with its shape in the network that tensors belong to, whose last layer is the one with the
  /// highest number among their names. Without any, and with a number that would need more tensors than there are, it
  /// is the published network.
  public static func parameters(in tensors: [String: Tensor]) -> [ParameterShape] {
    let numbers = tensors.keys.compactMap { name -> Int? in
      guard name.hasPrefix(layerPrefix) else { return nil }
      return Int(name.dropFirst(layerPrefix.count).prefix { $0 != "." })
    }
    guard let last = numbers.max(), last >= 0, last < tensors.count else { return parameters }
    return parameters(layers: last + 1)
  }

  /// Returns the number of layers of complete parameters by their published names.
  public static func depth(of parameters: [String: Tensor]) -> Int { depth { parameters[$0] != nil } }

  /// Returns the number of layers of complete parameters, in either ``Arrangement``.
  ///
  /// - Parameter has: Whether there is a parameter of a name.
  package static func depth(where has: (String) -> Bool) -> Int {
    var count = 0
    while has("\(layerPrefix)\(count).mlp.0.weight") { count += 1 }
    return count
  }
}
