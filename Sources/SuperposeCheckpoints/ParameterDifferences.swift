/// How the tensors of a file differ from the parameters that a network expects, as one readable line for each.
struct ParameterDifferences {
  private var missing: [String] = []
  private var unexpected: [String] = []
  private var misshapen: [String] = []
  private var notFinite: [String] = []

  /// The number of differences of each kind that are listed, so that even a wholly different checkpoint gives a message
  /// of one screen.
  private static let listedPerKind = 12

  /// - Parameter allowingMore: Whether other tensors, and values that are not finite, are allowed.
  init(expected: [ParameterShape], found: [String: Tensor], allowingMore: Bool = false) {
    for parameter in expected.sorted(by: { $0.name < $1.name }) {
      guard let tensor = found[parameter.name] else {
        missing.append("\(parameter.name) \(parameter.shape)")
        continue
      }
      if tensor.shape != parameter.shape {
        misshapen.append("\(parameter.name) is \(tensor.shape), expected \(parameter.shape)")
      }
      guard !allowingMore else { continue }
      let count = tensor.nonFiniteCount
      if count > 0 { notFinite.append("\(parameter.name) (\(count) of \(tensor.values.count) values)") }
    }
    guard !allowingMore else { return }
    let names = Set(expected.map(\.name))
    unexpected = found.filter { !names.contains($0.key) }.map { "\($0.key) \($0.value.shape)" }.sorted()
  }

  var isEmpty: Bool { missing.isEmpty && unexpected.isEmpty && misshapen.isEmpty && notFinite.isEmpty }

  var fault: Fault {
    let groups = [
      Self.line("missing", missing), Self.line("not expected", unexpected), Self.line("of another shape", misshapen),
      Self.line("with NaN or infinite values", notFinite),
    ]
    return Fault(
      kind: .mismatch,
      problem: (["The tensors are not the parameters that the network expects:"] + groups.compactMap(\.self))
        .joined(separator: "\n"),
      hint: "Check that the file is a complete checkpoint of this network.")
  }

  private static func line(_ title: String, _ items: [String]) -> String? {
    guard !items.isEmpty else { return nil }
    let rest = items.count - listedPerKind
    let tail = rest > 0 ? ", and \(rest) more" : ""
    return "  \(items.count) \(title): \(items.prefix(listedPerKind).joined(separator: ", "))\(tail)"
  }
}
