import SuperposeCheckpoints
import SuperposeNetworks

/// Which layers of a trained SuperGlue a shallower one begins with.
public enum LayerChoice: Sendable, Equatable {
  /// Some pairs of self- and cross-attention, spread evenly from the first pair to the last; for an odd number, the
  /// last self-attention by itself after them. Late layers are missed more than early ones (`Training/RUNS.md`).
  case count(Int)
  /// Layers by their numbers, self-attention (even) and cross-attention (odd) in turns.
  case numbers([Int])

  /// Reads `9` or `0,1,4,5`.
  public init?(_ text: String) {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let whole = numbers.compactMap(\.self)
    guard whole.count == numbers.count, whole.allSatisfy({ $0 >= 0 }) else { return nil }
    self = text.contains(",") ? .numbers(whole) : .count(whole[0])
  }

  /// Returns the numbers of the layers.
  ///
  /// - Parameter total: How many there are to choose from.
  /// - Throws: ``TrainingError`` where there are too few, or where kinds do not alternate.
  func numbers(of total: Int) throws(TrainingError) -> [Int] {
    switch self {
    case .count(let count):
      guard (1...max(1, total)).contains(count) else {
        throw TrainingError(.input, "--layers: expected 1 to \(total), which the teacher has, found \(count)")
      }
      let isOdd = count % 2 == 1
      let (pairs, places) = (count / 2, isOdd ? (total - 1) / 2 : total / 2)
      let spread = (0..<pairs).flatMap { pair -> [Int] in
        let place = pairs > 1 ? (Double(pair * (places - 1)) / Double(pairs - 1)).rounded() : 0
        return [2 * Int(place), 2 * Int(place) + 1]
      }
      return spread + (isOdd ? [2 * places] : [])
    case .numbers(let numbers):
      let alternates = numbers.enumerated().allSatisfy { $1 % 2 == $0 % 2 && $1 < total }
      guard alternates, Set(numbers).count == numbers.count else {
        throw TrainingError(
          .input,
          "--layers: expected different numbers below \(total), even and odd in turns from an even one on, found "
            + numbers.map(String.init).joined(separator: ","))
      }
      return numbers
    }
  }

  /// Returns the parameters of the shallower network.
  ///
  /// - Parameter values: Those of the trained network.
  /// - Throws: ``TrainingError`` as ``numbers(of:)``.
  func chosen(from values: [String: Tensor]) throws(TrainingError) -> [String: Tensor] {
    let total = SuperGlueNetwork.depth(of: values)
    let old = try numbers(of: total)
    var result = values.filter { !$0.key.hasPrefix("gnn.layers.") }
    for parameter in SuperGlueNetwork.parameters(layers: old.count) where result[parameter.name] == nil {
      let parts = parameter.name.split(separator: ".", maxSplits: 3)
      guard parts.count == 4, let index = Int(parts[2]) else { continue }
      result[parameter.name] = values["gnn.layers.\(old[index]).\(parts[3])"]
    }
    return result
  }
}
