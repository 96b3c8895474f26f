import SuperposeCheckpoints
import SuperposeNetworks

/// Makes a narrower SuperPoint out of the strongest channels of a trained one (structured pruning, after Li et al.
/// 2017, arXiv 1608.08710).
///
/// The strength of a channel is the length of its kernel times that of the weights by which later layers take it:
/// scaling a channel up and what takes it down, which changes nothing, does not change its strength either.
struct ChannelPruning {
  private let values: [String: Tensor]
  private let widths: [String: Int]
  /// By layer, the layer whose output it takes.
  private let sources: [String: String]

  /// - Parameters:
  ///   - values: The parameters of the trained network.
  ///   - factor: The part of each layer's channels that stay, rounded to multiples of eight.
  init(_ values: [String: Tensor], factor: Double) {
    self.values = values
    let shapes = SuperPointNetwork.parameters(in: values)
    var (widths, sources): ([String: Int], [String: String]) = ([:], [:])
    for layer in SuperPointNetwork.publishedWidths.keys {
      let width = shapes.first { $0.name == layer + ".bias" }?.shape[0] ?? 0
      widths[layer] = min(width, max(8, 8 * Int((factor * Double(width) / 8).rounded())))
      for taker in SuperPointNetwork.takers(of: layer) { sources[taker] = layer }
    }
    (self.widths, self.sources) = (widths, sources)
  }

  /// The parameters of the narrower network with their shapes.
  var parameters: [ParameterShape] { SuperPointNetwork.parameters(widths: widths) }

  /// The parameters of the narrower network.
  func narrowed() -> [String: Tensor] {
    let kept = widths.reduce(into: [:]) { $0[$1.key] = strongest($1.value, of: $1.key) }
    var result: [String: Tensor] = [:]
    for parameter in parameters {
      let layer = String(parameter.name.prefix { $0 != "." })
      let columns = parameter.shape.count > 1 ? sources[layer].flatMap { kept[$0] } : nil
      result[parameter.name] = values[parameter.name]?.taking(rows: kept[layer], columns: columns)
    }
    return result
  }

  /// Returns the strongest channels of a layer in their old order.
  private func strongest(_ count: Int, of layer: String) -> [Int] {
    let own = values[layer + ".weight"]?.squaresByRow() ?? []
    let takers = SuperPointNetwork.takers(of: layer).compactMap { values[$0 + ".weight"]?.squaresByColumn() }
    let strengths = own.indices.map { channel in own[channel] * takers.reduce(0) { $0 + $1[channel] } }
    return strengths.indices.sorted { strengths[$0] > strengths[$1] }.prefix(count).sorted()
  }
}

extension Tensor {
  /// The number of values of one element of the second axis.
  private var inner: Int { shape.dropFirst(2).reduce(1, *) }
  private var columns: Int { shape.count > 1 ? shape[1] : 1 }

  /// Returns some of the first axis and some of the second one; nil is all of them.
  fileprivate func taking(rows: [Int]?, columns chosen: [Int]?) -> Tensor {
    let (rows, chosen) = (rows ?? Array(0..<shape[0]), chosen ?? Array(0..<columns))
    var result: [Float] = []
    result.reserveCapacity(rows.count * chosen.count * inner)
    for row in rows {
      for column in chosen {
        let start = (row * columns + column) * inner
        result += values[start..<start + inner]
      }
    }
    let front = shape.count > 1 ? [rows.count, chosen.count] : [rows.count]
    return Tensor(shape: front + shape.dropFirst(2), values: result)
  }

  fileprivate func squaresByRow() -> [Float] {
    (0..<shape[0]).map { row in
      values[row * columns * inner..<(row + 1) * columns * inner].reduce(0) { $0 + $1 * $1 }
    }
  }

  fileprivate func squaresByColumn() -> [Float] {
    (0..<columns).map { column in
      (0..<shape[0]).reduce(0) { sum, row in
        let start = (row * columns + column) * inner
        return values[start..<start + inner].reduce(sum) { $0 + $1 * $1 }
      }
    }
  }
}
