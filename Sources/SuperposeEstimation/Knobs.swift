import Foundation
func knob(_ name: String, _ d: Double) -> Double { ProcessInfo.processInfo.environment[name].flatMap(Double.init) ?? d }
let kCut = knob("CUT", 3.035), kFinal = knob("FINAL", 3.035), kBudget = knob("BUDGET", 1000)
