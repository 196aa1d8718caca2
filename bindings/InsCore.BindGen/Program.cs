using InsCore.BindGen;

// Usage, from the root of the checkout: InsCore.BindGen bindings/inscore.rsp bindings/lapack.rsp ...
try
{
    foreach (string path in args)
    {
        ResponseFile options = ResponseFile.Read(Environment.CurrentDirectory, path);
        File.WriteAllText(options.Output, Generator.Generate(options));
        Console.WriteLine($"{path} -> {options.Output}");
    }

    return 0;
}
catch (BindGenException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
