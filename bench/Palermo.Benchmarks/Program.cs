using Palermo.Benchmarks.Disclosure;

if (args is ["disclosure-synthesis", .. var rest])
{
    SynthesisBench.Run(rest);
    return 0;
}

return 0;
