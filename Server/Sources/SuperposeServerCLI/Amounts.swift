import ArgumentParser

/// Text that is a number with a unit.
private func number(_ text: String, units: [(String, Double)]) -> Double? {
  for (unit, factor) in units where text.lowercased().hasSuffix(unit.lowercased()) {
    guard let value = Double(text.dropLast(unit.count)), value > 0, value.isFinite else { continue }
    return value * factor
  }
  return nil
}

/// `7d`, `12h`, `30m`, `90s` or `forever`.
struct KeptTime: ExpressibleByArgument, CustomStringConvertible {
  /// Nil: forever.
  let seconds: Double?

  init(seconds: Double?) { self.seconds = seconds }

  init?(argument: String) {
    if argument == "forever" {
      seconds = nil
    } else if let value = number(argument, units: [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]) {
      seconds = value
    } else {
      return nil
    }
  }

  var description: String { seconds.map { "\(Int($0 / 86_400))d" } ?? "forever" }
  var defaultValueDescription: String { description }
}

/// `20GB`, `500MB`, `64kB` or `unlimited`.
struct ByteCount: ExpressibleByArgument, CustomStringConvertible {
  /// Nil: unlimited.
  let bytes: Int?

  init(bytes: Int?) { self.bytes = bytes }

  init?(argument: String) {
    if argument == "unlimited" {
      bytes = nil
    } else if let value = number(argument, units: [("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)]), value < 1e18 {
      bytes = Int(value)
    } else {
      return nil
    }
  }

  var description: String {
    guard let bytes else { return "unlimited" }
    return bytes >= 1_000_000_000 ? "\(bytes / 1_000_000_000)GB" : "\(bytes / 1_000_000)MB"
  }
  var defaultValueDescription: String { description }
}
