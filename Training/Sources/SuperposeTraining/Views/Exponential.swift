import Foundation

// This is alone in its file because Foundation's names would clash with those of tensors in the others.
func exp(_ x: Double) -> Double { Foundation.exp(x) }
func log(_ x: Double) -> Double { Foundation.log(x) }
func cos(_ x: Double) -> Double { Foundation.cos(x) }
func sin(_ x: Double) -> Double { Foundation.sin(x) }
