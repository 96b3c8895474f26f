public import ArgumentParser
public import Superpose
public import SuperposeEvaluation
public import SuperposeExport
public import SuperposeGeometry
public import SuperposeImaging
public import SuperposeStacks

/// An argument that is one of a few words, in upper or lower case.
public protocol Choice: ExpressibleByArgument, CaseIterable, RawRepresentable<String> {}

extension Choice {
  public init?(argument: String) {
    guard let choice = Self.allCases.first(where: { $0.rawValue.lowercased() == argument.lowercased() }) else {
      return nil
    }
    self = choice
  }
}

extension Precision: Choice {}
extension TransformModel: Choice {}
extension SecondLookPolicy: Choice {}
extension StaticOverlayPolicy: Choice {}
extension EstimatorKind: Choice {}
extension RegistrationPreset: Choice {}
extension ExportKind: Choice {}
extension ExportForm: Choice {}
extension ExportOptions.WeightStorage: Choice {}
extension EstimationMethod: Choice {}
extension EvaluationProtocol: Choice {}
extension Framing: Choice {}
extension PixelOrigin: Choice {}
extension TransformForm: Choice {}
extension RegistrationOutput: Choice {}
extension WarpInterpolation: Choice {}
extension StackOptions.Pairs: Choice {}
extension StackReduction: Choice {}

/// An option that is `on` or `off`.
enum Switch: String, Choice {
  case on
  case off

  init(_ isOn: Bool) { self = isOn ? .on : .off }

  var isOn: Bool { self == .on }
}

/// The largest number of something, or `all`.
struct CountLimit: CustomStringConvertible {
  /// The number; nil for no limit.
  let count: Int?

  init(_ count: Int?) { self.count = count }

  init(argument: String) throws {
    guard argument.lowercased() == "all" || Int(argument) != nil else {
      throw ValidationError("expected a positive number or all")
    }
    count = Int(argument)
  }

  var description: String { count.map(String.init) ?? "all" }
}

extension ResizePolicy {
  init(argument: String) throws {
    guard let policy = ResizePolicy(argument.lowercased()) else {
      throw ValidationError("expected WxH, N, short:N or none")
    }
    self = policy
  }
}

extension PixelRectangle {
  init(argument: String) throws {
    guard let rectangle = PixelRectangle(argument) else {
      throw ValidationError("expected x,y,width,height in whole pixels")
    }
    self = rectangle
  }
}

extension ImageSize {
  init(argument: String) throws {
    guard case .exact(let size)? = ResizePolicy(argument.lowercased()) else { throw ValidationError("expected WxH") }
    self = size
  }
}

/// Throws unless a count is in its range.
func requireCount(_ count: Int, _ option: String, from least: Int = 0) throws {
  guard (least...1_000_000).contains(count) else {
    throw ValidationError("\(option): expected \(least) to 1000000, found \(count).")
  }
}
