public import SuperposeCheckpoints

/// Networks of other widths than the published one: the numbers of channels of the layers between the image and the
/// outputs of the heads are those of the tensors. The outputs themselves, 65 logits and 256 numbers of a descriptor,
/// are the same for all.
extension SuperPointNetwork {
  private static let layers = encoder.flatMap { $0 } + detector + descriptor

  /// For each layer but the first, the layer whose output it takes.
  private static let sources: [String: String] = {
    let names = encoder.flatMap { $0 }.map(\.name)
    var sources = Dictionary(uniqueKeysWithValues: zip(names.dropFirst(), names))
    for head in [detector, descriptor] {
      for (index, layer) in head.enumerated() { sources[layer.name] = index == 0 ? names.last : head[index - 1].name }
    }
    return sources
  }()

  /// By the layer's name, the published number of output channels of every layer whose width may differ.
  public static let publishedWidths: [String: Int] = {
    let inner = Set(sources.values)
    return Dictionary(uniqueKeysWithValues: layers.filter { inner.contains($0.name) }.map { ($0.name, $0.outputs) })
  }()

  /// The names of the layers that take a layer's output.
  public static func takers(of layer: String) -> [String] { layers.map(\.name).filter { sources[$0] == layer } }

  /// Returns every parameter with its shape in a network of some widths.
  ///
  /// - Parameter widths: The number of output channels by layer, for every layer of ``publishedWidths``.
  public static func parameters(widths: [String: Int]) -> [ParameterShape] {
    layers.flatMap { layer in
      let outputs = widths[layer.name] ?? layer.outputs
      let inputs = sources[layer.name].flatMap { widths[$0] } ?? layer.inputs
      return [
        ParameterShape(name: layer.name + ".weight", shape: [outputs, inputs, layer.kernel, layer.kernel]),
        ParameterShape(name: layer.name + ".bias", shape: [outputs]),
      ]
    }
  }

  /// Returns every parameter with its shape in the network that tensors belong to.
  ///
  /// A layer's width is the one that most of the tensors that have it agree on, and at least two of them: its kernel,
  /// its bias, and the kernels that take its output. Where they do not, it is the published one. A single tensor of a
  /// wrong shape therefore differs from the result, and not all others.
  public static func parameters(in tensors: [String: Tensor]) -> [ParameterShape] {
    var widths = publishedWidths
    for layer in publishedWidths.keys { widths[layer] = width(of: layer, in: tensors) ?? widths[layer] }
    return parameters(widths: widths)
  }

  private static func width(of layer: String, in tensors: [String: Tensor]) -> Int? {
    func length(_ name: String, rank: Int, axis: Int) -> Int? {
      guard let shape = tensors[name]?.shape, shape.count == rank, shape[axis] > 0 else { return nil }
      return shape[axis]
    }
    let own = [length(layer + ".weight", rank: 4, axis: 0), length(layer + ".bias", rank: 1, axis: 0)]
    let found = (own + takers(of: layer).map { length($0 + ".weight", rank: 4, axis: 1) }).compactMap(\.self)
    let votes = Dictionary(found.map { ($0, 1) }, uniquingKeysWith: +).sorted { $0.value > $1.value }
    guard let best = votes.first, best.value > 1, votes.dropFirst().first?.value != best.value else { return nil }
    return best.key
  }
}
