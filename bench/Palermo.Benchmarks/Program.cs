using Palermo.Benchmarks.Estimation;

return args is ["estimation", .. var rest] ? EstimationBench.Run(rest) : 0;
