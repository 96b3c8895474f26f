public import ArgumentParser
public import Superpose

extension Precision: ExpressibleByArgument {}
extension TransformModel: ExpressibleByArgument {}
extension EstimatorKind: ExpressibleByArgument {}
extension ExportKind: ExpressibleByArgument {}
extension ExportForm: ExpressibleByArgument {}
extension ExportOptions.WeightStorage: ExpressibleByArgument {}
