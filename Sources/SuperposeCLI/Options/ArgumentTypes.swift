public import ArgumentParser
public import Superpose
public import SuperposeEvaluation
public import SuperposeExport

extension Precision: ExpressibleByArgument {}
extension TransformModel: ExpressibleByArgument {}
extension SecondLookPolicy: ExpressibleByArgument {}
extension EstimatorKind: ExpressibleByArgument {}
extension ExportKind: ExpressibleByArgument {}
extension ExportForm: ExpressibleByArgument {}
extension ExportOptions.WeightStorage: ExpressibleByArgument {}
extension EstimationMethod: ExpressibleByArgument {}
extension EvaluationProtocol: ExpressibleByArgument {}
