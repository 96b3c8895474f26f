public import ArgumentParser
public import Superpose

extension Precision: ExpressibleByArgument {}
extension TransformModel: ExpressibleByArgument {}
extension EstimatorKind: ExpressibleByArgument {}
