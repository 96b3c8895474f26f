import Superpose
import SuperposeFiles
import SuperposeImaging
import SuperposeWeights

extension Error {
  /// A word for programs, which stays the same where sentences change: the error's type and, where it has one, its
  /// kind, as in `ImageError.notFound`.
  var className: String {
    let kind: String? =
      switch self {
      case let error as ImageError: error.kind.rawValue
      case let error as OutputError: error.kind.rawValue
      case let error as GuidanceError: error.kind.rawValue
      case let error as TransformError: error.kind.rawValue
      case let error as FileError: error.kind.rawValue
      case let error as PairListError: error.kind.rawValue
      case let error as RequestError: error.kind.rawValue
      default: nil
      }
    return ["\(type(of: self))", kind].compactMap { $0 }.joined(separator: ".")
  }
}
