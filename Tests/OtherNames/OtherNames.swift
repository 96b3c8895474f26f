/// Stands for another library that a program uses beside Superpose, with names as general as ours.
public struct Image { public init() {} }
public struct Point { public init() {} }
public struct Color { public init() {} }
public struct Figure { public init() {} }
public struct Chart { public init() {} }
public struct Features { public init() {} }
public struct Matches { public init() {} }
public struct Timings { public init() {} }
public struct Estimate { public init() {} }
public struct Correspondence { public init() {} }
public struct Tensor { public init() {} }
public struct Checkpoint { public init() {} }
