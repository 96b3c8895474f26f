import ArgumentParser

/// An option that is `on` or `off`.
enum Switch: String, ExpressibleByArgument, CaseIterable {
  case on
  case off

  init(_ isOn: Bool) { self = isOn ? .on : .off }

  var isOn: Bool { self == .on }
}
