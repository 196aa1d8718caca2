System.Console.WriteLine("inscore");
