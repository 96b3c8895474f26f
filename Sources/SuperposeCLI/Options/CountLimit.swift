import ArgumentParser

/// At most so many, or `all`.
struct CountLimit: CustomStringConvertible {
  /// Nil: no limit.
  let count: Int?

  init(_ count: Int?) { self.count = count }

  init(argument: String) throws {
    guard argument == "all" || Int(argument) != nil else {
      throw ValidationError("expected a positive number or all")
    }
    count = Int(argument)
  }

  var description: String { count.map(String.init) ?? "all" }
}
