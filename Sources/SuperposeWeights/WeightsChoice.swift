public import Foundation

/// Which weights a network gets; where it is optional, nil means the default.
public enum WeightsChoice: Hashable, Sendable {
  /// A name from ``WeightsLibrary/list()``.
  case named(String)
  /// A `.pth` or `.safetensors` file.
  case file(URL)
}
