public import SuperposeCheckpoints

/// SuperGlue (Sarlin, DeTone, Malisiewicz and Rabinovich 2020, arXiv 1911.11763), section 3.1.
///
/// Keypoints are tokens, `[B, N, C]`. Parameter names are those of the published checkpoints.
public enum SuperGlueNetwork {
  public static let descriptorLength = 256
  package static let heads = 4
  /// The number of layers of the published network. Those of others are as many as there are parameters for.
  package static let layerCount = 18
  /// The widths of the keypoint encoder, from (x, y, score) to a descriptor.
  package static let encoderWidths = [3, 32, 64, 128, 256, 256]
  /// The widths of a layer's message network, from `[descriptor ‖ attention]` on.
  package static let messageWidths = [512, 512, 256]

  /// The learned score of "no match", a scalar.
  public static let dustbin = ParameterShape(name: "bin_score", shape: [])

  /// Every parameter with its shape in the published network.
  public static let parameters: [ParameterShape] = parameters(layers: layerCount)

  /// Returns every parameter with its shape in a network of some layers.
  public static func parameters(layers: Int) -> [ParameterShape] {
    [dustbin] + multilayer("kenc.encoder", encoderWidths) + (0..<layers).flatMap(layer)
      + linear("final_proj", descriptorLength, descriptorLength)
  }

  /// The factor of attention's scores: one over the square root of a head's width.
  package static let attentionScale = 1 / Float(descriptorLength / heads).squareRoot()

  /// The arrangement of the parameters. In exact arithmetic both give the same scores.
  public enum Arrangement: Sendable {
    /// The published form: channel c belongs to head c mod heads, and a linear layer merges the heads.
    case published
    /// The fast form: one layer projects to queries, keys and values, with the channels of a head together. Merging the
    /// heads is part of the message network's first layer, and normalisations are part of the layers before them.
    case folded
  }

  /// Computes the scores of all pairs `[B, N, M]`, before optimal transport.
  ///
  /// - Parameters:
  ///   - keypoints0: The keypoints of the first image, `[B, N, 3]`: x and y normalised by the image, and the score.
  ///   - descriptors0: The descriptors of the first image, `[B, N, 256]`.
  ///   - keypoints1: The keypoints of the second image, `[B, M, 3]`.
  ///   - descriptors1: The descriptors of the second image, `[B, M, 256]`.
  ///   - keyBias0: Zero for a keypoint of the first image and ``NetworkConstants/excludedScore`` for padding, `[B, 1,
  ///     1, N]`; nil without padding.
  ///   - keyBias1: The same for the second image, `[B, 1, 1, M]`.
  ///   - arrangement: The arrangement of the parameters.
  ///   - backend: The backend that computes or records.
  public static func scores<B: NetworkBackend>(
    keypoints0: B.Tensor, descriptors0: B.Tensor, keypoints1: B.Tensor, descriptors1: B.Tensor,
    keyBias0: B.Tensor? = nil, keyBias1: B.Tensor? = nil, arrangement: Arrangement = .published, on backend: B
  ) -> B.Tensor {
    var x0 = encode(keypoints0, descriptors0, arrangement, on: backend)
    var x1 = encode(keypoints1, descriptors1, arrangement, on: backend)
    for index in 0..<depth(where: backend.has) {
      (x0, x1) = backend.scope("gnn.layers.\(index)") {
        layer(index, x0, x1, keyBias0, keyBias1, arrangement, on: backend)
      }
    }
    return backend.scope("final_proj") {
      let m0 = backend.linear(x0, "final_proj")
      let m1 = backend.linear(x1, "final_proj")
      return backend.scale(backend.innerProducts(m0, m1), by: 1 / Float(descriptorLength).squareRoot())
    }
  }

  static func encode<B: NetworkBackend>(
    _ keypoints: B.Tensor, _ descriptors: B.Tensor, _ arrangement: Arrangement = .published, on backend: B
  ) -> B.Tensor {
    backend.scope("kenc") {
      backend.add(descriptors, multilayer("kenc.encoder", encoderWidths, on: keypoints, arrangement, backend))
    }
  }

  /// Even layers are self-attention and odd ones cross-attention. Both sides are computed from the old values of both.
  static func layer<B: NetworkBackend>(
    _ index: Int, _ x0: B.Tensor, _ x1: B.Tensor, _ keyBias0: B.Tensor? = nil, _ keyBias1: B.Tensor? = nil,
    _ arrangement: Arrangement = .published, on backend: B
  ) -> (B.Tensor, B.Tensor) {
    let name = "gnn.layers.\(index)"
    func attended(_ x: B.Tensor) -> Projections<B> { projections(x, name + ".attn.proj", arrangement, on: backend) }
    let p0 = backend.scope("0/attn") { attended(x0) }
    let p1 = backend.scope("1/attn") { attended(x1) }
    let isCross = index % 2 == 1
    let (bias0, bias1) = isCross ? (keyBias1, keyBias0) : (keyBias0, keyBias1)
    return (
      backend.scope("0") { update(x0, p0, over: isCross ? p1 : p0, bias0, name, arrangement, on: backend) },
      backend.scope("1") { update(x1, p1, over: isCross ? p0 : p1, bias1, name, arrangement, on: backend) }
    )
  }

  /// Queries, keys and values, `[B, heads, N, C / heads]` each.
  private typealias Projections<B: NetworkBackend> = (query: B.Tensor, key: B.Tensor, value: B.Tensor)

  private static func projections<B: NetworkBackend>(
    _ x: B.Tensor, _ name: String, _ arrangement: Arrangement, on backend: B
  ) -> Projections<B> {
    let parts =
      switch arrangement {
      case .published:
        (0..<3).map { backend.split(backend.linear(x, "\(name).\($0)"), heads: heads, order: .interleaved) }
      case .folded:
        backend.parts(
          backend.split(backend.linear(x, name), heads: 3 * heads, order: .grouped), axis: 1,
          sizes: [Int](repeating: heads, count: 3))
      }
    return (parts[0], parts[1], parts[2])
  }

  private static func update<B: NetworkBackend>(
    _ x: B.Tensor, _ own: Projections<B>, over other: Projections<B>, _ keyBias: B.Tensor?, _ name: String,
    _ arrangement: Arrangement, on backend: B
  ) -> B.Tensor {
    let isFolded = arrangement == .folded
    let attended = backend.scope("attn") {
      let attended = backend.attention(
        query: own.query, key: other.key, value: other.value, scale: isFolded ? 1 : attentionScale, keyBias: keyBias)
      return backend.joined(attended, heads: heads, order: isFolded ? .grouped : .interleaved)
    }
    let message = isFolded ? attended : backend.linear(attended, name + ".attn.merge")
    let joined = backend.concatenate([x, message], axis: 2)
    return backend.add(x, multilayer(name + ".mlp", messageWidths, on: joined, arrangement, backend))
  }

  /// Linear layers with batch normalisation and ReLU between them, numbered 0, 3, 6, … and 1, 4, 7, … as published.
  private static func multilayer<B: NetworkBackend>(
    _ name: String, _ widths: [Int], on x: B.Tensor, _ arrangement: Arrangement, _ backend: B
  ) -> B.Tensor {
    let last = widths.count - 2
    return (0...last).reduce(x) { x, index in
      let y = backend.linear(x, "\(name).\(3 * index)")
      guard index < last else { return y }
      return backend.relu(arrangement == .folded ? y : backend.batchNorm(y, "\(name).\(3 * index + 1)"))
    }
  }
}

extension SuperGlueNetwork {
  private static func linear(_ name: String, _ inputs: Int, _ outputs: Int) -> [ParameterShape] {
    [
      ParameterShape(name: name + ".weight", shape: [outputs, inputs, 1]),
      ParameterShape(name: name + ".bias", shape: [outputs]),
    ]
  }

  private static func multilayer(_ name: String, _ widths: [Int]) -> [ParameterShape] {
    let last = widths.count - 2
    return (0...last).flatMap { index -> [ParameterShape] in
      let layer = linear("\(name).\(3 * index)", widths[index], widths[index + 1])
      return index == last ? layer : layer + batchNorm("\(name).\(3 * index + 1)", widths[index + 1])
    }
  }

  private static func batchNorm(_ name: String, _ width: Int) -> [ParameterShape] {
    ["weight", "bias", "running_mean", "running_var"].map { ParameterShape(name: "\(name).\($0)", shape: [width]) }
  }

  private static func layer(_ index: Int) -> [ParameterShape] {
    let name = "gnn.layers.\(index)"
    return ["attn.merge", "attn.proj.0", "attn.proj.1", "attn.proj.2"].flatMap {
      linear("\(name).\($0)", descriptorLength, descriptorLength)
    } + multilayer("\(name).mlp", messageWidths)
  }
}
