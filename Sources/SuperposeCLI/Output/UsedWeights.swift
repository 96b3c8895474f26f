import Superpose

/// The weights that a result was made with, as summaries mention them.
struct UsedWeights {
  let weights: [NetworkKind: WeightsDescription]
  /// What the library knows of them.
  let entries: [WeightsEntry]

  init(_ weights: [NetworkKind: WeightsDescription]) {
    self.weights = weights
    // A damaged entry of the library does not matter to a result that did not need it.
    entries = Environment.library.list()
  }

  func add(to table: inout Table) {
    for network in NetworkKind.allCases {
      guard let used = weights[network] else { continue }
      let isUntrained = used.sha256 == nil
      let hint = isUntrained ? ": untrained; import trained weights with `superpose weights import`" : ""
      table.row(network.rawValue, used.name + hint)
      if let licence = restriction(of: used) { table.row("licence", "\(used.name): \(licence)") }
    }
  }

  /// Returns the licence of weights with restrictions, and nil for all others and where it is not known.
  private func restriction(of used: WeightsDescription) -> String? {
    guard let licence = entries.licence(of: used), licence != "Apache-2.0" else { return nil }
    return licence
  }
}
