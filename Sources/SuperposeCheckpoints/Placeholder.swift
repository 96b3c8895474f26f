public struct Tensor: Sendable { public let shape: [Int]; public let values: [Float]
  public init(shape: [Int], values: [Float]) { self.shape = shape; self.values = values } }
public struct ParameterShape: Sendable, Hashable { public let name: String; public let shape: [Int]
  public init(name: String, shape: [Int]) { self.name = name; self.shape = shape } }
