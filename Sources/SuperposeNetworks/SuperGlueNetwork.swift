public import SuperposeCheckpoints

/// SuperGlue (Sarlin, DeTone, Malisiewicz and Rabinovich 2020, arXiv 1911.11763), section 3.1.
///
/// Keypoints are tokens, `[B, N, C]`. Parameter names are those of the published checkpoints.
public enum SuperGlueNetwork {
  public static let descriptorLength = 256
  package static let heads = 4
  package static let layerCount = 18
  /// Widths of the keypoint encoder, from (x, y, score) to a descriptor.
  static let encoderWidths = [3, 32, 64, 128, 256, 256]
  /// Widths of a layer's message network, from `[descriptor ‖ attention]`.
  package static let messageWidths = [512, 512, 256]

  /// The learned score of "no match", a scalar.
  public static let dustbin = ParameterShape(name: "bin_score", shape: [])

  /// Every parameter with its shape.
  public static let parameters: [ParameterShape] =
    [dustbin] + multilayer("kenc.encoder", encoderWidths) + (0..<layerCount).flatMap(layer)
    + linear("final_proj", descriptorLength, descriptorLength)

  /// Added to the attention score of a key that is padding. Its exponential is zero beside any real score, and it is
  /// finite in 16 bits, where a row of nothing but minus infinity would become NaN.
  public static let excluded: Float = -30_000

  /// How the parameters of its layers are arranged. In exact arithmetic both give the same scores.
  public enum Arrangement: Sendable {
    /// As published: channel c belongs to head c mod heads, and a linear layer merges the heads.
    case published
    /// The channels of a head stand together, and merging them is part of the message network's first layer.
    case folded
  }

  /// From keypoints `[B, N, 3]` (x and y normalised by the image, and score) and descriptors `[B, N, 256]` of both images to the scores
  /// of all pairs `[B, N, M]`, before optimal transport.
  ///
  /// - Parameters:
  ///   - keyBias0, keyBias1: `[B, 1, 1, N]` and `[B, 1, 1, M]`: zero for a keypoint, ``excluded`` for padding; nil without padding.
  public static func scores<B: NetworkBackend>(
    keypoints0: B.Tensor, descriptors0: B.Tensor, keypoints1: B.Tensor, descriptors1: B.Tensor,
    keyBias0: B.Tensor? = nil, keyBias1: B.Tensor? = nil, arrangement: Arrangement = .published, on backend: B
  ) -> B.Tensor {
    var x0 = encode(keypoints0, descriptors0, on: backend)
    var x1 = encode(keypoints1, descriptors1, on: backend)
    for index in 0..<layerCount {
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

  static func encode<B: NetworkBackend>(_ keypoints: B.Tensor, _ descriptors: B.Tensor, on backend: B) -> B.Tensor {
    backend.scope("kenc") {
      backend.add(descriptors, multilayer("kenc.encoder", encoderWidths, on: keypoints, backend))
    }
  }

  /// Self-attention in even layers, cross-attention in odd ones; both sides from the old values of both.
  static func layer<B: NetworkBackend>(
    _ index: Int, _ x0: B.Tensor, _ x1: B.Tensor, _ keyBias0: B.Tensor? = nil, _ keyBias1: B.Tensor? = nil,
    _ arrangement: Arrangement = .published, on backend: B
  ) -> (B.Tensor, B.Tensor) {
    let isCross = index % 2 == 1
    let (source0, source1) = isCross ? (x1, x0) : (x0, x1)
    let (bias0, bias1) = isCross ? (keyBias1, keyBias0) : (keyBias0, keyBias1)
    return (
      backend.scope("0") { update(x0, from: source0, bias0, index, arrangement, on: backend) },
      backend.scope("1") { update(x1, from: source1, bias1, index, arrangement, on: backend) }
    )
  }

  private static func update<B: NetworkBackend>(
    _ x: B.Tensor, from source: B.Tensor, _ keyBias: B.Tensor?, _ index: Int, _ arrangement: Arrangement, on backend: B
  ) -> B.Tensor {
    let name = "gnn.layers.\(index)"
    let attended = backend.scope("attn") {
      backend.attention(
        query: backend.linear(x, name + ".attn.proj.0"), key: backend.linear(source, name + ".attn.proj.1"),
        value: backend.linear(source, name + ".attn.proj.2"), heads: heads,
        order: arrangement == .folded ? .grouped : .interleaved, keyBias: keyBias)
    }
    let message = arrangement == .folded ? attended : backend.linear(attended, name + ".attn.merge")
    let joined = backend.concatenate([x, message], axis: 2)
    return backend.add(x, multilayer(name + ".mlp", messageWidths, on: joined, backend))
  }

  /// Linear layers with batch normalisation and ReLU between them; numbered 0, 3, 6, … and 1, 4, 7, … as published.
  private static func multilayer<B: NetworkBackend>(
    _ name: String, _ widths: [Int], on x: B.Tensor, _ backend: B
  ) -> B.Tensor {
    let last = widths.count - 2
    return (0...last).reduce(x) { x, index in
      let y = backend.linear(x, "\(name).\(3 * index)")
      return index == last ? y : backend.relu(backend.batchNorm(y, "\(name).\(3 * index + 1)"))
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
