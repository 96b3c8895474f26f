public enum Estimation {}
